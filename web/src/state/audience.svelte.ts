import type { Audience } from '../routes';

/** Who sits here, as far as the header must know: which pages it offers. What somebody may do, the server decides. */
class Present {
  audience: Audience = $state('public');

  sees(audience: Audience): boolean {
    return audience === 'public' || this.audience === audience;
  }
}

export const present = new Present();
