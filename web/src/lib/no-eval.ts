import { config } from 'zod';

// Our content security policy forbids compiling text: zod must not even try, or every page reports a violation. The
// schemas look at this when they are made, so this module is imported before any of them.
config({ jitless: true });
