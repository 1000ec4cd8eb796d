/**
 * A reason why set-up stops: a sentence for people and what to do next. Everything else that is thrown
 * is a fault of the set-up itself and is shown with its stack.
 */
export class SetupFailure extends Error {
  /**
   * @param {string} sentence what is wrong
   * @param {string} nextStep what to do about it
   * @param {string} [detail] lines that help to find the cause, such as the end of npm's output
   */
  constructor(sentence, nextStep, detail = '') {
    super(sentence);
    this.name = 'SetupFailure';
    this.nextStep = nextStep;
    this.detail = detail;
  }

  /** @returns {string} all of it, ready to print */
  text() {
    return [this.message, this.detail, this.nextStep].filter(Boolean).join('\n');
  }
}
