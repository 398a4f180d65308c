/** The one polite live region of the page. */
class Announcer {
  message = $state('');

  say(message: string): void {
    this.message = message;
  }
}

export const announcer = new Announcer();
