import { describe, expect, it } from "vitest";
import { commonOf, commonTroubles, nothingInCommon } from "../../src/features/add/common";
import { downloadsOf, downloadTroubles, nothingDownloaded } from "../../src/features/add/downloads";
import { fieldsOf, headersOf } from "../../src/features/add/lines";
import { refusedOf, taskOf } from "../../src/features/add/outcomes";
import { nothingAsked, requestOf, requestTroubles } from "../../src/features/add/requests";
import { joinedFiles, nothingUploaded, uploadsOf, uploadTroubles } from "../../src/features/add/uploads";
import type { Added } from "../../src/lib/api/bindings";

describe("the add form", () => {
  const FORM = nothingDownloaded("");
  const ONE = [{ url: "https://example.org/a" }];

  it("takes the server's name, and asks for nothing that was not said", () => {
    expect(downloadsOf(ONE, FORM).downloads).toEqual([
      {
        url: "https://example.org/a",
        name: "?",
        conflict: "rename",
        headers: [],
        query: [],
        trust: "checked",
        start: "now",
      },
    ]);
  });

  it("gives a name and a checksum to one link only", () => {
    const links = ["https://example.org/a", "https://example.org/b"].map((url) => ({ url }));
    const downloads = downloadsOf(links, { ...FORM, name: "x", checksum: "md5=1" }).downloads;
    expect(downloads.map(({ name, checksum }) => [name, checksum])).toEqual([
      ["?", undefined],
      ["?", undefined],
    ]);
  });

  it("sends everything that was said, under the engine's names", () => {
    const [download] = downloadsOf(ONE, {
      ...FORM,
      lanes: "4",
      mirrors: " https://b.example/a \n\nhttps://c.example/a",
      checksumFrom: ".sha256",
      size: "1000",
      maxSeconds: "60",
      secretHeaders: "Authorization: Bearer x",
      strict: true,
      decode: true,
      allowDowngrade: true,
      unmarked: true,
    }).downloads;
    expect(download).toMatchObject({
      lanes: 4,
      mirrors: ["https://b.example/a", "https://c.example/a"],
      checksum_from: ".sha256",
      size: 1000,
      max_seconds: 60,
      secret_headers: [{ name: "Authorization", value: "Bearer x" }],
      strict: true,
      decode: true,
      allow_downgrade: true,
      private: true,
    });
  });

  it("gives other addresses and a size to one link only", () => {
    const links = ["https://example.org/a", "https://example.org/b"].map((url) => ({ url }));
    const [first] = downloadsOf(links, { ...FORM, mirrors: "https://b.example/a", size: "5" }).downloads;
    expect([first?.mirrors, first?.size]).toEqual([undefined, undefined]);
  });

  it.each([
    ["lanes", "33"],
    ["lanes", "0"],
    ["lanes", "many"],
    ["size", "-1"],
    ["size", "1.5"],
    ["maxSeconds", "0"],
    ["secretHeaders", "no colon"],
  ] as const)("does not take %s to be %s", (field, text) => {
    expect(Object.keys(downloadTroubles({ ...FORM, [field]: text }))).toEqual([field]);
  });

  it("has nothing against an empty form", () => {
    expect(downloadTroubles(FORM)).toEqual({});
  });

  it("reads header lines and names the first that is none", () => {
    expect(headersOf("A: b: c\n\nX-Y:z\r\nnope\n: no name")).toEqual({
      headers: [
        { name: "A", value: "b: c" },
        { name: "X-Y", value: "z" },
      ],
      bad: "nope",
    });
  });
});

describe("the upload form", () => {
  const files = ["/a/1.jpg", "/a/2.jpg"].map((path) => ({ path, name: path.slice(3), bytes: 5 }));
  const form = { ...nothingUploaded(files), url: " example.org/in " };

  it("sends what was said and nothing else", () => {
    expect(uploadsOf({ ...form, field: "photo", fields: "a=1\na=2=3" })).toEqual({
      uploads: [
        {
          url: "example.org/in",
          files: [
            { path: "/a/1.jpg", field: "photo" },
            { path: "/a/2.jpg", field: "photo" },
          ],
          form: "multipart",
          method: "POST",
          by: "window",
          fields: [
            { name: "a", value: "1" },
            { name: "a", value: "2=3" },
          ],
        },
      ],
    });
  });

  it("sends files that go as they are one by one, without fields", () => {
    const { uploads } = uploadsOf({ ...form, form: "binary", field: "photo", fields: "a=1" });
    expect(uploads.map((upload) => upload.files)).toEqual([[{ path: "/a/1.jpg" }], [{ path: "/a/2.jpg" }]]);
    expect(uploads.every((upload) => upload.fields === undefined)).toBe(true);
    const together = { ...form, together: true, batchName: "Pair" };
    expect(uploadsOf({ ...together, form: "binary" }).batch).toEqual({ name: "Pair" });
    expect(uploadsOf(together)).not.toHaveProperty("batch");
  });

  it.each([
    [{ url: "not an address" }, ["url"]],
    [{ url: "" }, []],
    [{ fields: "=1" }, ["fields"]],
    [{ fields: "=1", form: "binary" as const }, []],
    [{ headers: "no colon" }, ["headers"]],
    [{ limitRate: "fast" }, ["limitRate"]],
  ])("with %o has trouble with %o", (change, troubled) => {
    expect(Object.keys(uploadTroubles({ ...form, ...change }))).toEqual(troubled);
  });

  it("takes a file once, and reads a field up to its first sign", () => {
    expect(joinedFiles(files, files)).toEqual(files);
    expect(fieldsOf("a = b=c").headers).toEqual([{ name: "a ", value: " b=c" }]);
  });

  it("keeps what was refused, with the reason", () => {
    const refused = { code: "disk", message: "It has gone." } as const;
    const outcomes: Added["outcomes"] = [{ added: { id: 1, own_id: null, url: "", path: "" } }, { refused }];
    expect(refusedOf(["a", "b"], { since: 0, outcomes })).toEqual([{ asked: "b", why: "It has gone." }]);
  });
});

describe("what all forms have in common", () => {
  const NOTHING = nothingInCommon();

  it("is nothing while nothing is said", () => {
    expect(commonOf(NOTHING)).toEqual({});
    expect(commonTroubles(NOTHING)).toEqual({});
  });

  it("goes where the engine keeps secrets when it lets somebody in", () => {
    const common = {
      ...NOTHING,
      headers: "Referer: https://example.org/",
      secretHeaders: "X-Api-Key: 7",
      user: " ada ",
      password: "a:b ",
      token: " t0k3n ",
      cookies: "Cookie: a=1; b=2",
      proxy: "socks5://127.0.0.1:1080",
    };
    expect(commonOf(common)).toEqual({
      headers: [{ name: "Referer", value: "https://example.org/" }],
      secret_headers: [
        { name: "X-Api-Key", value: "7" },
        { name: "Cookie", value: "a=1; b=2" },
      ],
      user: "ada:a:b ",
      auth: { access_token: "t0k3n" },
      proxy: "socks5://127.0.0.1:1080",
    });
  });

  it("takes the text of a cookies.txt as it is", () => {
    const cookies = "# Netscape HTTP Cookie File\n.example.org\tTRUE\t/\tTRUE\t0\ta\t1\n";
    expect(commonOf({ ...NOTHING, cookies })).toEqual({ cookies });
  });

  it.each([
    [{ cookies: "neither" }, ["cookies"]],
    [{ cookies: "a=1\nb=2" }, ["cookies"]],
    [{ user: "a:b" }, ["user"]],
    [{ password: "x" }, ["user"]],
    [{ maxSeconds: "soon" }, ["maxSeconds"]],
    [{ headers: ": no name" }, ["headers"]],
  ])("with %o has trouble with %o", (change, troubled) => {
    expect(Object.keys(commonTroubles({ ...NOTHING, ...change }))).toEqual(troubled);
  });
});

describe("the form for requests", () => {
  const FORM = { ...nothingAsked(), url: " https://api.example.org/v1 " };

  it("asks with nothing that was not said, and a body only where the method has one", () => {
    expect(requestOf({ ...FORM, body: "{}" })).toEqual({
      url: "https://api.example.org/v1",
      method: "GET",
      by: "window",
    });
    expect(requestOf({ ...FORM, method: "DELETE" })).not.toHaveProperty("body");
    expect(requestOf({ ...FORM, method: "POST" }).body).toEqual({ text: "" });
  });

  it("sends JSON letter by letter, so that no number is rounded", () => {
    const body = '{ "id": 12345678901234567890 }';
    expect(requestOf({ ...FORM, method: "PUT", body })).toMatchObject({
      headers: [{ name: "Content-Type", value: "application/json" }],
      body: { text: body },
    });
  });

  it("encodes the fields of a form as a web page would", () => {
    const form = { ...FORM, method: "POST", content: "form", body: "q=a b&c\nq=ü" } as const;
    expect(requestOf(form)).toMatchObject({
      headers: [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }],
      body: { text: "q=a+b%26c&q=%C3%BC" },
    });
  });

  it("leaves a type alone that was written by hand", () => {
    const headers = "content-type: application/vnd.api+json";
    expect(requestOf({ ...FORM, method: "POST", body: "[]", headers }).headers).toEqual([
      { name: "content-type", value: "application/vnd.api+json" },
    ]);
  });

  it.each([
    [{ url: "not an address" }, ["url"]],
    [{ url: "example.org/api" }, []],
    [{ method: "POST" as const, body: "{" }, ["body"]],
    [{ method: "POST" as const, content: "text" as const, body: "{" }, []],
    [{ method: "POST" as const, content: "form" as const, body: "{" }, ["body"]],
    [{ method: "GET" as const, body: "{" }, []],
  ])("with %o has trouble with %o", (change, troubled) => {
    expect(Object.keys(requestTroubles({ ...FORM, ...change }))).toEqual(troubled);
  });

  it("is followed by the task it made", () => {
    const added = { added: { id: 7, own_id: null, url: "", path: "" } };
    expect(taskOf({ since: 0, outcomes: [added] })).toBe(7);
    expect(taskOf({ since: 0, outcomes: [added, added] })).toBeUndefined();
  });
});
