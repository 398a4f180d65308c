// Who sits here and what he may do, as the server says. It decides again at every request: here it is only known what to offer.

import type { components } from '../api/schema';
import { send } from '../api/send';
import type { Sent } from '../api/types';
import type { Audience } from '../routes';
import { Loading } from './loading.svelte';

type Known = Sent<components['schemas']['Session']>;

class Session {
  readonly #loading = new Loading<Known>();
  readonly #known: Known | null = $derived(this.#loading.answer);

  /** Until the server has answered, nobody is known. */
  load(): Promise<void> {
    return this.#loading.ask((signal) => send<Known>('/api/session', { signal }));
  }

  sees(audience: Audience): boolean {
    return audience === 'public' || this.#known?.signed_in === true;
  }

  /** Whether he may do something, for some records at least. */
  may(action: string): boolean {
    return this.#known?.may.includes(action) === true;
  }

  /** Whether he may change the record of an id. */
  mayEdit(id: string): boolean {
    return this.may(id.startsWith('P') ? 'edit_parcel' : 'edit_facility');
  }
}

export const session = new Session();
