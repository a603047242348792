import {createStore} from 'zustand/vanilla';
import type {DoctorTools} from './examine.js';
import {type Doctor, type DoctorRequest, type DoctorSnapshot, usualMethodName} from './types.js';

/** The doctor of one hub, as the console sees it. What it needs is loaded when it is first asked. */
export function createDoctor(tools: DoctorTools): Doctor {
	const store = createStore<DoctorSnapshot>(() => ({steps: []}));
	let current: AbortController | undefined;

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
			void run(request, current);
		},
		cancel() {
			current?.abort();
			const {request} = store.getState();
			if (request?.credential === undefined) return;
			const {credential: _, ...rest} = request;
			store.setState({request: rest});
		},
		canCallMethods: !tools.isReadOnly,
		methodName: tools.methodName ?? usualMethodName,
	};
}
