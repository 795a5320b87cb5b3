/**
 * Resolves when what was drawn until now is on the screen: in the first task after the next frame; at once where nobody
 * looks, since a hidden page has no frames.
 */
export function afterFrame(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  });
}
