/** What `parse` accepted although it differed from what was expected. The code stands. */
export interface ParseWarning {
  /**
   * `FREE_FIELD`: the campo livre does not fit the layout that is known of its bank. `TEXT_DROPPED`: the text had more
   * than digits, dots, dashes and spaces. `ZEROS_ADDED`: the line was shorter than 47 digits.
   */
  readonly code: 'FREE_FIELD' | 'TEXT_DROPPED' | 'ZEROS_ADDED';
  /** What differed. Of text around the digits it shows at most forty characters. */
  readonly message: string;
}
