import type {PublishPacket} from 'aedes';
import {HubFault} from '../core/fault.js';
import type {HubCore} from '../core/types.js';
import {describeTwinFailure, readMethodAnswer, readReportedPatch} from '../device-payload.js';
import {readBag} from './property-bag.js';
import type {Session} from './session.js';
import {type DeviceRequest, readTopic} from './topics.js';

/**
 * Does what a device asks for by publishing. Telemetry is stored when this returns.
 * @throws HubFault when the connection has to end: MQTT has no other way to refuse a message
 */
export function takePublished(core: HubCore, session: Session, {topic, payload, qos, retain}: PublishPacket): void {
	if (qos === 2) throw new HubFault('InvalidOperation', 'QoS 2 is not supported.');
	const request = readTopic(session.deviceId, topic);
	if (request === undefined) throw new HubFault('InvalidOperation', 'The topic is not one that this device may publish on.');
	switch (request.kind) {
		case 'telemetry':
			appendTelemetry(core, session, request.bag, payload, retain ? {'mqtt-retain': 'true'} : {});
			break;
		case 'method-response':
			core.methods.complete(session.deviceId, request.requestId, {status: request.status, payload: readMethodAnswer(payload)});
			break;
		case 'get-twin':
			answer(session, request, () => ({status: 200, body: JSON.stringify(core.twins.deviceView(session.deviceId))}));
			break;
		case 'patch-reported':
			answer(session, request, () => {
				const version = core.twins.patchReported(session.deviceId, readReportedPatch(payload));
				return {status: 204, body: '', query: `&$version=${version}`};
			});
	}
}

/** Stores the will of a device whose connection ended without a DISCONNECT. @throws HubFault */
export function takeWill(core: HubCore, session: Session, {topic, payload}: Pick<PublishPacket, 'topic' | 'payload'>): void {
	const request = readTopic(session.deviceId, topic);
	if (request?.kind !== 'telemetry') throw new HubFault('InvalidOperation', 'A will must have the telemetry topic.');
	appendTelemetry(core, session, request.bag, payload, {'iothub-MessageType': 'Will'});
}

function appendTelemetry(core: HubCore, {deviceId, scope}: Session, bag: string, payload: string | Buffer, marks: Readonly<Record<string, string>>): void {
	const content = readBag(bag);
	const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
	core.telemetry.append(deviceId, {...content, application: {...content.application, ...marks}, body}, scope);
}

/** Answers a twin request; a failure is answered in the form that device SDKs look for: a body with `errorCode`, whatever the topic says. */
function answer(session: Session, {requestId}: Exclude<DeviceRequest, {kind: 'telemetry'}>, run: () => {status: number; body: string; query?: string}): void {
	try {
		const {status, body, query = ''} = run();
		session.answerTwin(`$iothub/twin/res/${status}/?$rid=${requestId}${query}`, body);
	} catch (error) {
		const {status, body} = describeTwinFailure(error);
		session.answerTwin(`$iothub/twin/res/${status}/?$rid=${requestId}`, body);
	}
}
