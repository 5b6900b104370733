import { describe, expect, it } from "vitest";
import { AT_ONCE, Looker } from "../../src/features/add/looker";
import { Paste } from "../../src/features/add/paste.svelte";
import { byFolder, nameIn } from "../../src/features/add/rows";
import type { Look } from "../../src/lib/api/bindings";

/** A looker whose servers answer one by one. */
function scene() {
  const answers: ((look: Look) => void)[] = [];
  const asked: number[] = [];
  const told: [number, Look | "asking"][] = [];
  const looker = new Looker<number>(
    (key) => {
      asked.push(key);
      return new Promise((answer) => answers.push(answer));
    },
    (key, look) => void told.push([key, look]),
  );
  const answer = async () => {
    answers.shift()?.({ bytes: 1 });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { looker, asked, told, answer };
}

describe("whoever asks servers about files", () => {
  it("asks a few at once, and the next when one has answered", async () => {
    const { looker, asked, answer } = scene();
    looker.want(Array.from({ length: 20 }, (_, at) => at));
    expect(asked).toEqual([0, 1, 2, 3]);
    expect(asked.length).toBe(AT_ONCE);
    await answer();
    expect(asked).toEqual([0, 1, 2, 3, 4]);
  });

  it("passes over what is not on the screen any more, and asks nothing twice", async () => {
    const { looker, asked, answer } = scene();
    looker.want([1, 2, 3, 4, 5, 6]);
    looker.want([4, 90]);
    await answer();
    await answer();
    expect(asked).toEqual([1, 2, 3, 4, 90]);
  });

  it("tells nothing and asks nothing after the end", async () => {
    const { looker, asked, told, answer } = scene();
    looker.want([1, 2, 3, 4, 5]);
    looker.end();
    await answer();
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(told.every(([, look]) => look === "asking")).toBe(true);
  });

  it("asks again what was forgotten, and shows a failure in words", async () => {
    const told: (Look | "asking")[] = [];
    const looker = new Looker<string>(
      () => Promise.reject(new Error("Nobody is there.")),
      (_, look) => void told.push(look),
    );
    looker.want(["a"]);
    await new Promise((done) => setTimeout(done));
    looker.forget("a");
    looker.want(["a"]);
    await new Promise((done) => setTimeout(done));
    const failed = { bytes: -1, why: "Nobody is there." };
    expect(told).toEqual(["asking", failed, "asking", failed]);
  });
});

describe("a text that is pasted together", () => {
  it("lets go of what a command carries as soon as it is taken, and keeps it with its address", () => {
    const paste = new Paste("curl https://a.example/x -u ada:s3cr3t");
    expect(paste.typed).toBe("https://a.example/x");
    expect(paste.found.wanted[0]?.user).toBe("ada:s3cr3t");
    paste.take("https://b.example/y");
    expect(paste.found.wanted.map(({ user }) => user)).toEqual(["ada:s3cr3t", undefined]);
    paste.forget("https://a.example/x");
    expect(paste.found.wanted[0]?.user).toBeUndefined();
  });

  it("leaves the rows that were refused letter by letter, even if they look like patterns", () => {
    const paste = new Paste("https://a.example/[1-2]");
    paste.keep([{ url: "https://a.example/{x,y}" }]);
    expect(paste.found.wanted).toEqual([{ url: "https://a.example/{x,y}" }]);
  });
});

it.each([
  ["https://a.example/dir/b%20c.iso?x=1", "b c.iso"],
  ["https://a.example/100%.txt", "100%.txt"],
  ["https://a.example/", "a.example"],
  ["not an address", "not an address"],
])("%s is called %s until its server says more", (url, name) => {
  expect(nameIn(url)).toBe(name);
});

it("names are asked for by folder, and the common one in any case", () => {
  const rows = [
    { folder: "/a", name: "1" },
    { folder: "/b", name: "2" },
    { folder: "/a", name: "3" },
  ];
  expect([...byFolder(rows, "/c")]).toEqual([
    ["/c", []],
    ["/a", ["1", "3"]],
    ["/b", ["2"]],
  ]);
});
