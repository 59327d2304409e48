/** As many in a row are the channel's fault, and not that of one recipient's server. */
const IN_A_ROW = 3;

/** Knows when a channel came back, by what becomes of one message after the other. */
export type OutageWatch = {
  /** Answers when the outage began that this attempt shows to be over; null: there was none, or it goes on. */
  note(putOff: boolean, at: Date): Date | null;
};

export function createOutageWatch(): OutageWatch {
  let began: Date | null = null;
  let failures = 0;
  return {
    note(putOff, at) {
      if (putOff) {
        began ??= at;
        failures += 1;
        return null;
      }
      const over = failures >= IN_A_ROW ? began : null;
      began = null;
      failures = 0;
      return over;
    },
  };
}
