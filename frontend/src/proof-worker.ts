/** One solver of several: tries every `step`-th counter from `start` until a derived key begins as the challenge asks. */
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import type { Challenge } from "./api";

export interface Task {
  challenge: Challenge;
  start: number;
  step: number;
}

self.onmessage = ({ data: { challenge, start, step } }: MessageEvent<Task>) => {
  solveChallenge({
    challenge: challenge as never,
    counterStart: start,
    counterStep: step,
    deriveKey,
    timeout: 300_000,
  }).then(
    (solution) => self.postMessage(solution),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};
