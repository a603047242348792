import {describe, expect, test} from 'vitest';
import {connect, expectFault, openCoreWithDevice, telemetryMessage} from './fixture.js';

describe('a device connection', () => {
	test('shows in identity, twin and count while it is open', () => {
		const {core, clock, events} = openCoreWithDevice();
		clock.advance(1000);
		const {connection} = connect(core);
		expect(core.registry.get('press-01')).toMatchObject({
			connectionState: 'Connected',
			connectionStateUpdatedTime: '2026-01-02T03:04:06.6780000Z',
			lastActivityTime: '2026-01-02T03:04:06.6780000Z',
		});
		expect(core.twins.get('press-01').connectionState).toBe('Connected');
		expect(core.connections.count).toBe(1);
		clock.advance(1000);
		connection.close();
		connection.close();
		expect(core.registry.get('press-01')).toMatchObject({connectionState: 'Disconnected', connectionStateUpdatedTime: '2026-01-02T03:04:07.6780000Z'});
		expect(core.connections.count).toBe(0);
		expect(events).toEqual([
			{type: 'device-connected', deviceId: 'press-01', protocol: 'Mqtt'},
			{type: 'device-disconnected', deviceId: 'press-01'},
		]);
	});

	test('gives way to a newer one, and closing the old one then does nothing', () => {
		const {core, events} = openCoreWithDevice();
		const old = connect(core, 'press-01', ['desired']);
		const young = connect(core, 'press-01', ['desired']);
		expect(old.closedBy).toMatchObject([{faultName: 'ConnectionForcefullyClosedOnNewConnection', code: 400027}]);
		old.connection.close();
		old.connection.setListening('methods', true);
		old.connection.renew(0);
		expect(young.closedBy).toEqual([]);
		expect(core.connections.count).toBe(1);
		core.twins.patch('press-01', {properties: {desired: {a: 1}}}, undefined);
		expect([old.desired.length, young.desired.length]).toEqual([0, 1]);
		expect(events.map(event => event.type).slice(0, 3)).toEqual(['device-connected', 'device-disconnected', 'device-connected']);
	});

	test('may be closed by its front from within close', () => {
		const {core} = openCoreWithDevice();
		let closes = 0;
		const link = {protocol: 'Amqp' as const, deliverMethod() {}, deliverDesired() {}, notifyC2d() {}};
		const close = () => {
			closes += 1;
			connection.close();
		};
		const connection = core.connections.open('press-01', {...link, close}, Number.POSITIVE_INFINITY);
		connect(core);
		expect(closes).toBe(1);
		expect(core.connections.count).toBe(1);
	});

	test('ends when its token does', () => {
		const {core, clock, events} = openCoreWithDevice();
		const {closedBy} = connect(core, 'press-01', [], clock.now() + 60_000);
		clock.advance(59_999);
		expect(closedBy).toEqual([]);
		clock.advance(1);
		expect(closedBy).toMatchObject([{faultName: 'IotHubUnauthorizedAccess', message: expect.stringContaining('expired')}]);
		expect(core.connections.count).toBe(0);
		expect(events.at(-1)).toMatchObject({type: 'device-disconnected', fault: {faultName: 'IotHubUnauthorizedAccess'}});
	});

	test('lives on with a renewed token', () => {
		const {core, clock} = openCoreWithDevice();
		const {connection, closedBy} = connect(core, 'press-01', [], clock.now() + 60_000);
		connection.renew(clock.now() + 120_000);
		clock.advance(119_999);
		expect(closedBy).toEqual([]);
		clock.advance(1);
		expect(closedBy).toHaveLength(1);
	});

	test('may have a token for years, longer than a timer can hold', () => {
		const {core, clock} = openCoreWithDevice();
		const year = 365 * 86_400_000;
		const {closedBy} = connect(core, 'press-01', [], clock.now() + year);
		clock.advance(year - 1);
		expect(closedBy).toEqual([]);
		clock.advance(1);
		expect(closedBy).toHaveLength(1);
	});

	test('leaves no timer behind', () => {
		const {core, clock} = openCoreWithDevice();
		const {connection} = connect(core, 'press-01', [], clock.now() + 60_000);
		connection.renew(clock.now() + 90_000);
		expect(clock.pending).toBe(1);
		connection.close();
		expect(clock.pending).toBe(0);
		connect(core, 'press-01', [], clock.now() + 60_000);
		core.close();
		expect(clock.pending).toBe(0);
	});

	test('of an unknown device is DeviceNotFound', () => {
		const {core} = openCoreWithDevice();
		expectFault(() => connect(core, 'other'), 'DeviceNotFound');
	});

	test('moves the last activity with each message; a message without one does not', () => {
		const {core, clock} = openCoreWithDevice();
		core.telemetry.append('press-01', telemetryMessage('over https'));
		expect(core.registry.get('press-01').lastActivityTime).toBe('0001-01-01T00:00:00Z');
		connect(core);
		clock.advance(1500);
		core.telemetry.append('press-01', telemetryMessage('over mqtt'));
		expect(core.registry.get('press-01').lastActivityTime).toBe('2026-01-02T03:04:07.1780000Z');
		expect(core.twins.get('press-01').lastActivityTime).toBe('2026-01-02T03:04:07.1780000Z');
	});
});
