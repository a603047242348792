import {type Check, createCheck} from '../check.js';

const needsManagement = 'Only the management side (the portal, or az) tells.';

/** What a data-plane sign-in cannot see; the report has the commands. */
export const adviceChecks: readonly Check[] = (
	[
		['C16', 'IP rules and public access of the hub'],
		['C17', 'Routes and the fallback route'],
		['C17-groups', 'Consumer groups of the built-in endpoint'],
		['C18', 'Health of the hub as Azure sees it'],
	] as const
).map(([id, title]) => createCheck({id, group: 'advice', title, observe: async () => needsManagement, judge: evidence => ({verdict: 'skip', evidence})}));
