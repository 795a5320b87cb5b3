import { describe, expect, it } from "vitest";
import type { Api, Challenge } from "../src/api";
import { Proof } from "../src/proof";

const NOW = 1_000_000_000_000;

function setUp(expiresInS = 3600) {
  const asked: string[] = [];
  let now = NOW;
  const api = {
    challenge: (purpose: string): Promise<Challenge> => {
      asked.push(purpose);
      return Promise.resolve({
        parameters: { expiresAt: now / 1000 + expiresInS, nonce: asked.length },
        signature: "s",
      });
    },
  } as unknown as Api;
  const work = ({ parameters }: Challenge) => Promise.resolve(`proof ${String(parameters["nonce"])}`);
  const proof = new Proof(api, "report", () => now, work);
  return { proof, asked, later: (ms: number) => (now += ms) };
}

describe("Proof", () => {
  it("is worked once and kept until it is spent", async () => {
    const { proof, asked } = setUp();
    proof.begin();
    expect(await proof.payload()).toBe("proof 1");
    expect(await proof.payload()).toBe("proof 1");
    expect(asked).toEqual(["report"]);
  });

  it("is worked anew after it was dropped", async () => {
    const { proof } = setUp();
    await proof.payload();
    proof.drop();
    expect(await proof.payload()).toBe("proof 2");
  });

  it("is worked anew when it is about to expire", async () => {
    const { proof, later } = setUp();
    await proof.payload();
    later(3_590_000);
    expect(await proof.payload()).toBe("proof 2");
  });

  it("tries again after a failure", async () => {
    let fails = true;
    const api = {
      challenge: () => (fails ? Promise.reject(new Error("no")) : Promise.resolve({ parameters: {}, signature: "" })),
    } as unknown as Api;
    const proof = new Proof(
      api,
      "report",
      () => NOW,
      () => Promise.resolve("done"),
    );
    await expect(proof.payload()).rejects.toThrow("no");
    fails = false;
    expect(await proof.payload()).toBe("done");
  });
});
