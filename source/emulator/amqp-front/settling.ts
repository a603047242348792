import rhea, {type AmqpError, type Delivery, type Sender} from 'rhea';

/** The wire library keeps these on its links and deliveries without declaring them. */
type LinkState = {
	readonly rcv_settle_mode: number | undefined;
	readonly local: {readonly attach: {snd_settle_mode: number; rcv_settle_mode: number}};
	readonly session: {readonly outgoing: {readonly next_pending_delivery: number}};
};
type DeliveryState = {settled: boolean; remote_settled: boolean; readonly remote_state: {described(): unknown}; readonly link: LinkState};

/** The library makes outcomes without declaring it. */
const outcomes = rhea.message as unknown as {rejected(fields: {readonly error: AmqpError}): {described(): unknown}};

/** Settle modes of AMQP 1.0, 2.8.2 and 2.8.3. */
const settledBySender = 1;
const receiverSettlesFirst = 0;

/**
 * What goes out on the link is settled when it is sent: nothing of it is sent twice, and clients rely on it. Those of Event Hubs never
 * settle what they read, and some give credit only for as much as they have unsettled. Must be called before the link is answered.
 */
export function sendSettled(sender: Sender): void {
	(sender as Sender & LinkState).local.attach.snd_settle_mode = settledBySender;
}

/** Agrees to who settles last, as the client asked: with `second` it waits for `confirmOutcome`. Must be called before the link is answered. */
export function agreeToSettling(sender: Sender): void {
	const {local, rcv_settle_mode: asked} = sender as Sender & LinkState;
	local.attach.rcv_settle_mode = asked ?? receiverSettlesFirst;
}

/**
 * Settles a delivery whose outcome the client has told without settling it, with that outcome or with the reason why it came to nothing
 * (AMQP 1.0, 2.6.12: exactly once). Nothing more comes from the client then, which the library would wait for.
 */
export function confirmOutcome(delivery: Delivery, refusal?: AmqpError): void {
	const state = delivery as Delivery & DeliveryState;
	if (state.remote_settled) return;
	delivery.update(true, refusal === undefined ? state.remote_state.described() : outcomes.rejected({error: refusal}).described());
	state.remote_settled = true;
}

/** Lets go of a delivery of ours that nobody settles any more: the library keeps unsettled ones in the session's buffer, which is finite, for good. */
export function forgetDelivery(delivery: Delivery): void {
	const state = delivery as Delivery & DeliveryState;
	state.settled = true;
	// One that still waits for its turn leaves when it has been sent: the library counts on finding it.
	if (delivery.id < state.link.session.outgoing.next_pending_delivery) state.remote_settled = true;
}

/** Lets go of a client's delivery on a link that the hub has ended meanwhile. */
export function ignoreDelivery(delivery: Delivery): void {
	(delivery as Delivery & DeliveryState).settled = true;
}
