import { ApiError, isAbort } from "../api";
import type { Words } from "../words";

type Refresh = (signal: AbortSignal, isFirst: boolean) => Promise<void>;

// Quicker at first: whoever comes from the form looks for the own mark. The first pause leaves a phone to its map.
const PAUSES_MS = [1500, 2500, 4000];
const SLOW_MS = 5000;
const SHOW_WAIT_MS = 400;

/** Keeps the view fresh while it is looked at, and says in words when that fails. */
export class Refresher {
  private running: AbortController | null = null;
  private isStarted = false;
  private isWaiting = false;
  private isBusy = false;
  private timer = 0;
  private turn = 0;

  constructor(
    private readonly refresh: Refresh,
    private readonly trouble: HTMLElement,
    private readonly words: Words,
  ) {}

  start(): void {
    this.isStarted = true;
    const back = () => {
      if (document.visibilityState === "visible") this.now();
      else this.stop();
    };
    document.addEventListener("visibilitychange", back);
    window.addEventListener("pageshow", (event) => event.persisted && this.now());
    window.addEventListener("online", () => this.now());
    this.now();
  }

  /** The view or the filters have changed: everything else waits. */
  now(): void {
    if (!this.isStarted) return;
    this.turn = 0;
    this.isWaiting = false;
    void this.run(true);
  }

  /** Changes come faster than answers: the one under way is finished, then the newest state is asked for. */
  soon(): void {
    if (this.isBusy) this.isWaiting = true;
    else this.now();
  }

  private stop(): void {
    window.clearTimeout(this.timer);
    this.running?.abort();
    this.isBusy = false;
  }

  private async run(isFirst: boolean): Promise<void> {
    this.stop();
    const running = (this.running = new AbortController());
    this.isBusy = isFirst;
    const wait = window.setTimeout(() => isFirst && document.documentElement.classList.add("is-loading"), SHOW_WAIT_MS);
    try {
      if (!navigator.onLine) throw new ApiError(0, "offline", "");
      await this.refresh(running.signal, isFirst);
      if (!running.signal.aborted) this.say(null);
    } catch (error) {
      if (!isAbort(error) && !running.signal.aborted) this.say(error);
    }
    window.clearTimeout(wait);
    if (running.signal.aborted) return;
    this.isBusy = false;
    if (this.isWaiting) return this.now();
    document.documentElement.classList.remove("is-loading");
    this.timer = window.setTimeout(() => void this.run(false), PAUSES_MS[this.turn++] ?? SLOW_MS);
  }

  private say(error: unknown): void {
    const { trouble, words } = this;
    trouble.hidden = error === null;
    if (error === null) return;
    const isOffline = !navigator.onLine || error instanceof TypeError || (error instanceof ApiError && error.isOffline);
    trouble.dataset["kind"] = isOffline ? "offline" : "error";
    const line = trouble.querySelector("p");
    if (line) line.textContent = isOffline ? words.offlineMap : words.errorMap;
  }
}
