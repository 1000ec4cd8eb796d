/** What the profiles view asks in front of everything else. `profile: null` = the global values. */
export type ProfileDialog =
  | { kind: 'create'; parent: string | null }
  | { kind: 'rename'; profile: string }
  | { kind: 'copy'; profile: string }
  | { kind: 'delete'; profile: string }
  | { kind: 'start'; profile: string }
  | { kind: 'test'; profile: string }
  | { kind: 'invite'; profile: string }
  | { kind: 'accept-invitation' }
  | { kind: 'set-secret'; profile: string | null }
  | { kind: 'generate-secret'; profile: string | null }
  | { kind: 'clear'; profile: string | null; key: 'secret' | 'cert' }
  | { kind: 'generate-certificate'; profile: string | null }
  | { kind: 'import-certificate'; profile: string | null };

class Dialogs {
  #current = $state.raw<ProfileDialog | null>(null);

  get current(): ProfileDialog | null {
    return this.#current;
  }

  open(dialog: ProfileDialog): void {
    this.#current = dialog;
  }

  close(): void {
    this.#current = null;
  }
}

export const dialogs = new Dialogs();
