import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {createDocumentStores} from '../../source/hub/document-store.js';
import {createStatusKeeper, followRecovery} from '../../source/hub/status.js';

const cut = new HubError('unreachable', 'Cut.', {hint: '', isRetryable: true});

describe('after an outage', () => {
	it('is told once, when a call gets through again', () => {
		const keeper = createStatusKeeper({renewsAt: () => undefined} as Parameters<typeof createStatusKeeper>[0]);
		const onRecovery = vi.fn();
		const stop = followRecovery(keeper.owner.store, onRecovery);
		keeper.started();
		keeper.succeeded('/devices');
		keeper.failed(cut);
		keeper.failed(cut);
		expect(onRecovery).not.toHaveBeenCalled();
		keeper.succeeded('/devices');
		keeper.succeeded('/devices');
		expect(onRecovery).toHaveBeenCalledTimes(1);
		stop();
		keeper.failed(cut);
		keeper.succeeded('/devices');
		expect(onRecovery).toHaveBeenCalledTimes(1);
	});

	it('what failed and is looked at is read anew, and nothing else', async () => {
		let isCut = true;
		const reads: string[] = [];
		const stores = createDocumentStores(deviceId => ({
			async read() {
				reads.push(deviceId);
				if (isCut && deviceId !== 'fine') throw cut;
				return deviceId;
			},
			isSame: Object.is,
		}));
		onTestFinished(() => stores.close());
		for (const id of ['failed', 'fine']) onTestFinished(stores.open(id).store.subscribe(() => {}));
		await stores.open('unwatched').store.refresh();
		await expect.poll(() => stores.open('failed').store.getState().status).toBe('failed');
		isCut = false;
		reads.length = 0;
		stores.refreshFailed();
		await expect.poll(() => stores.open('failed').store.getState().status).toBe('ready');
		expect(reads).toEqual(['failed']);
	});
});
