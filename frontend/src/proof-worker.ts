/** One solver: derives keys until one begins as the challenge asks. Speaks the protocol of `solveChallengeWorkers`. */
import "altcha-lib/workers/pbkdf2";
