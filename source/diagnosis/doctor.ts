import {createStore} from 'zustand/vanilla';
import type {DoctorTools} from './examine.js';
import {type Doctor, type DoctorRequest, type DoctorSnapshot, usualMethodName} from './types.js';

/** The doctor of one hub, as the console sees it. What it needs is loaded when it is first asked. */
export function createDoctor(tools: DoctorTools): Doctor {
	const store = createStore<DoctorSnapshot>(() => ({steps: []}));
	let current: AbortController | undefined;
	/** Until the last of them has ended, what they wrote may not be taken back yet. */
	const running = new Set<Promise<void>>();

	async function run(request: DoctorRequest, controller: AbortController): Promise<void> {
		const tell = (change: Partial<DoctorSnapshot>) => {
			if (current === controller) store.setState(change);
		};
		const {describeRefusal, examine} = await import('./examine.js');
		try {
			const report = await examine(request, tools, {signal: controller.signal, onProgress: steps => tell({steps})});
			tell({report});
		} catch (error) {
			tell({error: describeRefusal(error)});
		}
	}

	return {
		getState: store.getState,
		subscribe: listener => store.subscribe(() => listener()),
		start(request) {
			current?.abort();
			current = new AbortController();
			store.setState({request, steps: []}, true);
			const ending = run(request, current).finally(() => running.delete(ending));
			running.add(ending);
		},
		stop() {
			current?.abort();
			store.setState({isStopped: true});
		},
		cancel() {
			current?.abort();
			const {request} = store.getState();
			if (request?.credential === undefined) return;
			const {credential: _, ...rest} = request;
			store.setState({request: rest});
		},
		async close() {
			current?.abort();
			await Promise.all(running);
			return store.getState().report?.leftBehind;
		},
		canWrite: !tools.isReadOnly,
		methodName: tools.methodName ?? usualMethodName,
	};
}
