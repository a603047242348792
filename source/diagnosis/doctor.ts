import {createStore} from 'zustand/vanilla';
import {type DoctorTools, describeRefusal, examine, usualMethodName} from './examine.js';
import type {Doctor, DoctorRequest, DoctorSnapshot} from './types.js';

/** The doctor of one hub, as the console sees it. */
export function createDoctor(tools: DoctorTools): Doctor {
	const store = createStore<DoctorSnapshot>(() => ({steps: []}));
	let current: AbortController | undefined;

	async function run(request: DoctorRequest, controller: AbortController): Promise<void> {
		const tell = (change: Partial<DoctorSnapshot>) => {
			if (current === controller) store.setState(change);
		};
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
		cancel: () => current?.abort(),
		canCallMethods: !tools.isReadOnly,
		methodName: tools.methodName ?? usualMethodName,
	};
}
