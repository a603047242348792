import type {Device, DeviceTable} from '../devices.js';
import {isListening} from '../devices.js';
import {checkIfMatch, formatTwinEtag} from '../etag.js';
import type {Events} from '../events.js';
import {HubFault} from '../fault.js';
import {draftFrom, isJsonObject, readOwn} from '../json.js';
import type {Timers} from '../timers.js';
import type {JsonObject, JsonValue, Twins} from '../types.js';
import {admitSection, checkSize, type SectionName} from './limits.js';
import {mergePatch} from './merge.js';
import {mergeMetadata, stampOf} from './metadata.js';
import {renderForDevice, renderTwin, type TwinSection} from './record.js';

type Write = (device: Device, body: JsonObject, ifMatch: string | undefined) => void;

/** Twins, and their writes without the answer for callers inside the core. */
export type TwinTable = Twins & {readonly write: {readonly patch: Write}};

/** Device twins and their rules ("Understand and use device twins in IoT Hub"). */
export function createTwins(devices: DeviceTable, timers: Timers, events: Events): TwinTable {
	const commit = (device: Device, tags: JsonObject, desired: TwinSection, push: JsonObject | undefined) => {
		const {twin} = device;
		device.twin = {...twin, etag: twin.etag + 1, version: twin.version + 1, tags, desired};
		events.emit({type: 'device-changed', deviceId: device.deviceId});
		if (push !== undefined && isListening(device, 'desired')) {
			device.connection?.link.deliverDesired(draftFrom(push, {$version: desired.version}), desired.version);
		}
	};

	const patch: Write = (device, body, ifMatch) => {
		const {twin} = device;
		checkIfMatch(ifMatch, formatTwinEtag(twin.etag));
		const given = readSections(body);
		const tagsPatch = given.tags === undefined ? undefined : admitPatch(given.tags, twin.tags, 'Tags');
		const desiredPatch = given.desired === undefined ? undefined : admitPatch(given.desired, twin.desired.values, 'Properties.Desired');
		const tags = tagsPatch === undefined ? twin.tags : mergeChecked('Tags', twin.tags, tagsPatch);
		const desired = desiredPatch === undefined ? twin.desired : mergeSection('Properties.Desired', twin.desired, desiredPatch, timers.now());
		commit(device, tags, desired, desiredPatch);
	};

	const replace: Write = (device, body, ifMatch) => {
		const {twin} = device;
		checkIfMatch(ifMatch, formatTwinEtag(twin.etag));
		const given = readSections(body);
		const tags = given.tags === undefined ? twin.tags : replaceChecked('Tags', given.tags ?? {});
		if (given.desired === undefined) return commit(device, tags, twin.desired, undefined);
		const values = replaceChecked('Properties.Desired', given.desired ?? {});
		const version = twin.desired.version + 1;
		const desired = {version, values, metadata: mergeMetadata({}, values, stampOf(timers.now(), version))};
		commit(device, tags, desired, given.desired === null ? nullKeys(twin.desired.values) : values);
	};

	return {
		write: {patch},
		get: deviceId => renderTwin(devices.require(deviceId)),
		patch(deviceId, body, ifMatch) {
			const device = devices.require(deviceId);
			patch(device, body, ifMatch);
			return renderTwin(device);
		},
		replace(deviceId, body, ifMatch) {
			const device = devices.require(deviceId);
			replace(device, body, ifMatch);
			return renderTwin(device);
		},
		deviceView(deviceId) {
			const {desired, reported} = devices.require(deviceId).twin;
			return {desired: renderForDevice(desired), reported: renderForDevice(reported)};
		},
		patchReported(deviceId, body) {
			const device = devices.require(deviceId);
			const admitted = admitSection(body, 'Properties.Reported');
			const reported = mergeSection('Properties.Reported', device.twin.reported, admitted, timers.now());
			device.twin = {...device.twin, reported};
			device.lastActivityAt = timers.now();
			events.emit({type: 'device-changed', deviceId});
			return reported.version;
		},
	};
}

/** The parts of a twin body that a service may write; undefined where the body does not give them. @throws HubFault ArgumentInvalid */
function readSections(body: JsonObject): {readonly tags: JsonValue | undefined; readonly desired: JsonValue | undefined} {
	if (!isJsonObject(body)) throw new HubFault('ArgumentInvalid', 'A twin must be a JSON object.');
	const properties = readOwn(body, 'properties') ?? {};
	if (!isJsonObject(properties)) throw new HubFault('ArgumentInvalid', 'properties must be a JSON object.');
	return {tags: readOwn(body, 'tags'), desired: readOwn(properties, 'desired')};
}

/** Null for a whole section stands for null for each of its keys. */
function admitPatch(given: JsonValue, present: JsonObject, name: SectionName): JsonObject {
	return given === null ? nullKeys(present) : admitSection(given, name);
}

function nullKeys(object: JsonObject): JsonObject {
	const nulls = draftFrom();
	for (const key of Object.keys(object)) nulls[key] = null;
	return nulls;
}

function replaceChecked(name: SectionName, given: JsonValue): JsonObject {
	const values = mergePatch({}, admitSection(given, name));
	checkSize(name, values);
	return values;
}

function mergeChecked(name: SectionName, present: JsonObject, patch: JsonObject): JsonObject {
	const merged = mergePatch(present, patch);
	checkSize(name, merged);
	return merged;
}

function mergeSection(name: SectionName, section: TwinSection, patch: JsonObject, now: number): TwinSection {
	const version = section.version + 1;
	const stamp = stampOf(now, name === 'Properties.Desired' ? version : undefined);
	return {version, values: mergeChecked(name, section.values, patch), metadata: mergeMetadata(section.metadata, patch, stamp)};
}
