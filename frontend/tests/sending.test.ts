import { describe, expect, it } from "vitest";
import { ApiError, type Api } from "../src/api";
import { Sending } from "../src/report/sending";

const ANSWER = {
  reference: "7QXA-M2RP",
  status: "new",
  feature_id: null,
  public_point: null,
  unit: { code: "KPP-1007", name: "KPP" },
  read_by: "2026-11-25",
  verify_by: "2026-11-30",
};

interface Post {
  receipt_hash: string;
  altcha: string;
}

function setUp(...refusals: ApiError[]) {
  const posts: Post[] = [];
  let proofs = 0;
  const api = {
    report: (content: Post) => {
      posts.push(content);
      const refusal = refusals.shift();
      return refusal ? Promise.reject(refusal) : Promise.resolve(ANSWER);
    },
    followUp: () => Promise.resolve(ANSWER),
  } as unknown as Api;
  const sending = new Sending(api);
  Object.assign(sending.proof, { payload: () => Promise.resolve(`proof ${proofs}`), drop: () => proofs++ });
  const send = () =>
    sending.send(
      { category: "speeding" },
      () => undefined,
      () => undefined,
    );
  return { send, posts };
}

describe("Sending", () => {
  it("repeats a lost attempt with the same receipt, so that it is stored once", async () => {
    const { send, posts } = setUp(new ApiError(0, "offline", ""));
    await expect(send()).rejects.toThrow();
    const { receipt } = await send();
    expect(receipt).toMatch(/^[A-Z2-7]{24}$/);
    expect(posts[0]!.receipt_hash).toBe(posts[1]!.receipt_hash);
  });

  it("keeps the proof when a field is refused", async () => {
    const { send, posts } = setUp(new ApiError(422, "invalid", "", { description: { code: "too_long", message: "" } }));
    await expect(send()).rejects.toMatchObject({ code: "invalid" });
    await send();
    expect(posts.map(({ altcha }) => altcha)).toEqual(["proof 0", "proof 0"]);
  });

  it("works a new proof by itself when the old one is too old", async () => {
    const { send, posts } = setUp(new ApiError(403, "proof_expired", ""));
    await send();
    expect(posts.map(({ altcha }) => altcha)).toEqual(["proof 0", "proof 1"]);
  });

  it("shows the report that had arrived when it was changed afterwards", async () => {
    const { send } = setUp(new ApiError(422, "receipt_conflict", ""));
    const sent = await send();
    expect(sent.isEarlier).toBe(true);
    expect(sent.answer.reference).toBe("7QXA-M2RP");
  });

  it("never sends the receipt itself", async () => {
    const { send, posts } = setUp();
    const { receipt } = await send();
    expect(JSON.stringify(posts)).not.toContain(receipt);
  });
});
