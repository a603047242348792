import rhea from 'rhea';
import {expect, test} from 'vitest';
import {readMessage} from '../../../source/emulator/amqp-front/message-fields.js';

const timestamp = '83';
const long = '81';
const double = '82';

/** The expiry of a message that carries this value in its place: an AMQP type of eight bytes and the bytes. */
function readExpiry(code: string, value: Buffer): number | undefined {
	const place = 0x0102030405;
	const honest = rhea.message.encode({absolute_expiry_time: place, body: 'x'}).toString('hex');
	const written = honest.replace(`${timestamp}0000000102030405`, code + value.toString('hex'));
	expect(written === honest).toBe(false);
	return readMessage({body: undefined, ...rhea.message.decode(Buffer.from(written, 'hex'))}).system.absoluteExpiryTime;
}

const whole = (value: bigint) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigInt64BE(value);
	return bytes;
};
const real = (value: number) => {
	const bytes = Buffer.alloc(8);
	bytes.writeDoubleBE(value);
	return bytes;
};
const latest = 8_640_000_000_000_000n;

test.each<[title: string, code: string, value: Buffer, read: number | undefined]>([
	['a timestamp', timestamp, whole(1_800_000_000_000n), 1_800_000_000_000],
	['a timestamp that no date can hold', timestamp, whole(latest + 1n), undefined],
	['the latest date there is', long, whole(latest), Number(latest)],
	['a whole number that no date can hold', long, whole(latest + 1n), undefined],
	['a whole number before all dates', long, whole(-latest - 1n), undefined],
	['a real number that no date can hold', double, real(1e300), undefined],
	['an endless number', double, real(Number.POSITIVE_INFINITY), undefined],
	['no number', double, real(Number.NaN), undefined],
])('an expiry that is %s', (_title, code, value, read) => {
	expect(readExpiry(code, value)).toBe(read);
});
