/** What the parts of the emulator around its core say to each other and to those who start it. */
import type {Duplex} from 'node:stream';
import type {HubCore} from './core/types.js';
import type {Gate} from './gate.js';

/** PEM texts. `cert` is the leaf followed by nothing else; clients trust `ca`. */
export type Certificate = {readonly ca: string; readonly cert: string; readonly key: string};

export type FrontOptions = {
	readonly core: HubCore;
	readonly certificate: Certificate;
	/** 0: a free one. Always bound to loopback (127.0.0.1, and ::1 where the machine has it). */
	readonly port: number;
};
/** One wire protocol, listening. */
export type Front = {readonly port: number; readonly gate: Gate; close(): Promise<void>};
/** A stream in the hands of a front. */
export type AcceptedStream = {/** Whether its client has signed in by now. */ hasSignedIn(): boolean};
/** A front whose protocol also runs inside of WebSockets: it takes over the streams in them. */
export type StreamFront = Front & {accept(stream: Duplex): AcceptedStream};

export type EmulatorOptions = {
	/** Name in connection strings and tokens; must resolve to this machine. Default `localhost`. */
	readonly hostName?: string;
	/** 0 or absent: a free port. */
	readonly ports?: {readonly https?: number; readonly mqtts?: number; readonly amqps?: number};
	/** Where identities, twins, keys and the CA survive. Default: memory only, the CA in a private temporary folder that `close` removes. */
	readonly dataDirectory?: string;
	/** 1..32. Default 4. */
	readonly partitionCount?: number;
	/** Registered at start when missing. */
	readonly deviceIds?: readonly string[];
	/** Passed to the core, see CoreOptions. */
	readonly feedbackDelayMs?: number;
	readonly consumerGroups?: readonly string[];
};

/** A running local hub. */
export type Emulator = {
	readonly core: HubCore;
	readonly hostName: string;
	readonly ports: {readonly https: number; readonly mqtts: number; readonly amqps: number};
	/** Path of the CA certificate that clients must trust, and its PEM text. */
	readonly caFile: string;
	readonly ca: string;
	/** `HostName=…;SharedAccessKeyName=iothubowner;SharedAccessKey=…;HttpsPort=…;AmqpsPort=…;MqttsPort=…;CaFile=…` */
	readonly hubConnectionString: string;
	/** `Endpoint=sb://localhost:PORT/;SharedAccessKeyName=…;SharedAccessKey=…;EntityPath=…` */
	readonly eventHubConnectionString: string;
	/** `HostName=…;DeviceId=…;SharedAccessKey=…`, and for another name or port than the usual ones `;GatewayHostName=localhost:PORT`, which the device SDK honours. */
	deviceConnectionString(deviceId: string): string;
	/** Resolves when the listeners follow the faults that `core.faults` has now; rejects when a port could not be opened again. */
	settleFaults(): Promise<void>;
	close(): Promise<void>;
};
