import { describe, expect, it } from "vitest";
import { isMetalink, metalinkFiles } from "../../src/lib/text/metalink";
import { isTorrent, listText, takenUp, wantedIn } from "../../src/lib/text/pasted";
import { countOf, expanded } from "../../src/lib/text/patterns";

const A = "https://a.example/f.iso";

describe("an address that stands for many", () => {
  it.each([
    ["https://a.example/x", ["https://a.example/x"]],
    ["https://a.example/[1-3].jpg", ["1", "2", "3"].map((n) => `https://a.example/${n}.jpg`)],
    ["https://a.example/[008-010]", ["008", "009", "010"].map((n) => `https://a.example/${n}`)],
    ["https://a.example/[9-7]", ["9", "8", "7"].map((n) => `https://a.example/${n}`)],
    ["https://a.example/[0-10:5]", ["0", "5", "10"].map((n) => `https://a.example/${n}`)],
    ["https://a.example/[a-c]", ["a", "b", "c"].map((n) => `https://a.example/${n}`)],
    ["https://a.example/[X-Z]", ["X", "Y", "Z"].map((n) => `https://a.example/${n}`)],
    ["https://{a,b}.example/", ["https://a.example/", "https://b.example/"]],
    ["https://a.example/{x,}", ["https://a.example/x", "https://a.example/"]],
    ["https://a.example/{x,y}[1-2]", ["x1", "x2", "y1", "y2"].map((n) => `https://a.example/${n}`)],
  ])("%s", (link, all) => {
    expect(expanded(link)).toEqual(all);
    expect(countOf(link)).toBe(all.length);
  });

  it.each([
    "https://[2001:db8::1]/a",
    "https://[::1]:8080/a",
    "https://a.example/?id[]=1",
    "https://a.example/?a[0]=1",
    "https://a.example/{id}",
    "https://a.example/[a-Z]",
    "https://a.example/[1-x]",
    "https://a.example/[1-9:0]",
    "https://a.example/a%5B1-3%5D",
  ])("is not %s", (link) => {
    expect([countOf(link), expanded(link)]).toEqual([1, [link]]);
  });

  it("is counted before anything is made of it", () => {
    expect(countOf("https://a.example/[1-999999999999]")).toBe(999_999_999_999);
    expect(countOf("https://a.example/[001-100][a-z]")).toBe(2600);
    expect(wantedIn("https://a.example/[1-999999999999]", new Map(), "filled")).toMatchObject({
      wanted: [],
      count: 999_999_999_999,
    });
  });
});

describe("a text", () => {
  it("keeps what is no command, and gives each address what its command said", () => {
    const { text, extras, refused } = takenUp(
      `See ${A}\n$ curl 'https://b.example/1' \\\n  -H 'X-Api-Key: 7' ;\ncurl https://c.example/2 -o two\ndone`,
    );
    expect(refused).toEqual([]);
    expect(text.split("\n").map((line) => line.trim())).toEqual([
      `See ${A}`,
      "https://b.example/1",
      "https://c.example/2",
      "done",
    ]);
    expect(extras.get("https://b.example/1")?.secretHeaders).toEqual([{ name: "X-Api-Key", value: "7" }]);
    const { wanted, others } = wantedIn(text, extras, "filled");
    expect(wanted.map(({ url, name }) => [url, name])).toEqual([
      [A, undefined],
      ["https://b.example/1", undefined],
      ["https://c.example/2", "two"],
    ]);
    expect(others).toEqual(["done"]);
  });

  it("keeps a command that cannot be taken, with the reason", () => {
    const text = `curl -k ${A}`;
    expect(takenUp(`${text}\nhttps://b.example/1`)).toEqual({
      text: `${text}\nhttps://b.example/1`,
      plain: "\nhttps://b.example/1",
      extras: new Map(),
      refused: [{ why: "insecure", option: "-k" }],
    });
  });

  it("that only speaks of curl is no command", () => {
    expect(takenUp("We use curl here.\nIs libcurl it?").refused).toEqual([]);
  });

  it("may be a list with names and digests after tabs", () => {
    const { text, extras } = takenUp(
      `${A}\tname.iso\tsha-256=ab\nhttps://b.example/1\t\tmd5=00\nhttps://c.example/2`,
    );
    expect(text.split("\n")).toEqual([A, "https://b.example/1", "https://c.example/2"]);
    expect([...extras.values()]).toEqual([
      { name: "name.iso", checksum: "sha-256=ab" },
      { checksum: "md5=00" },
    ]);
  });

  it("fills patterns in unless they are meant literally, each address once", () => {
    const text = "https://a.example/[1-3]\nhttps://a.example/2";
    const filled = wantedIn(text, new Map(), "filled");
    expect(filled.wanted.map(({ url }) => url.at(-1))).toEqual(["1", "2", "3"]);
    expect(filled).toMatchObject({ repeated: 1, count: 4, patterns: [{ count: 3 }] });
    const literal = wantedIn(text, new Map(), "literal");
    expect(literal.wanted.map(({ url }) => url)).toEqual(["https://a.example/[1-3]", "https://a.example/2"]);
    expect(literal.count).toBe(2);
  });

  it("does not fill in the address of a command: curl was told so already", () => {
    const { text, extras } = takenUp("curl 'https://a.example/\\[1-3\\]'");
    expect(wantedIn(text, extras, "filled")).toMatchObject({
      patterns: [],
      wanted: [{ url: "https://a.example/[1-3]" }],
    });
  });

  it("tells magnets from other lines, and a torrent by its name", () => {
    const found = wantedIn("magnet:?xt=urn:btih:0\nprose\n# remark", new Map(), "filled");
    expect([found.magnets, found.others]).toEqual([1, ["prose"]]);
    expect(isTorrent("https://a.example/x.TORRENT?y")).toBe(true);
    expect(isTorrent("https://a.example/x?y=.torrent")).toBe(false);
  });

  it("of a list file may name addresses without a scheme, and remarks", () => {
    expect(
      listText(
        "\ufeff# mine\r\na.example/1\r\n\n  # later\nhttps://b.example/2\nbücher.example:81/x\tn\nnot one",
      ),
    ).toBe("https://a.example/1\nhttps://b.example/2\nhttps://bücher.example:81/x\tn\nnot one");
  });
});

describe("a Metalink file", () => {
  const HEX = "ab".repeat(32);
  const FOUR = `<?xml version="1.0" encoding="UTF-8"?>
<metalink xmlns="urn:ietf:params:xml:ns:metalink">
  <file name="../dir/f.iso">
    <size>1000</size>
    <hash type="md5">${"0".repeat(32)}</hash>
    <hash type="sha-256">${HEX.toUpperCase()}</hash>
    <pieces length="10" type="sha-512"><hash>${"1".repeat(128)}</hash></pieces>
    <url priority="2">https://b.example/f.iso?x=1&amp;y=2</url>
    <url priority="1">${A}</url>
    <url>ftp://c.example/f.iso</url>
    <metaurl mediatype="torrent">https://a.example/f.torrent</metaurl>
  </file>
  <file name="none"><url>ftp://c.example/x</url></file>
</metalink>`;

  it("tells of each file its addresses, best first, its name, size and digest", () => {
    expect(isMetalink(FOUR)).toBe(true);
    expect(metalinkFiles(FOUR)).toEqual([
      {
        url: A,
        mirrors: ["https://b.example/f.iso?x=1&y=2"],
        name: "f.iso",
        size: 1000,
        checksum: `sha-256=${HEX}`,
      },
    ]);
    expect(takenUp(FOUR)).toMatchObject({ text: A, refused: [] });
  });

  it("of the older version is read too", () => {
    const three = `<metalink version="3.0"><files><file name="a"><resources>
      <url type="http" preference="10">http://b.example/a</url>
      <url type="http" preference="90">http://c.example/a</url>
      </resources><verification><hash type="sha1">${"c".repeat(40)}</hash></verification></file></files></metalink>`;
    expect(metalinkFiles(three)).toMatchObject([
      { url: "http://c.example/a", mirrors: ["http://b.example/a"], checksum: `sha-1=${"c".repeat(40)}` },
    ]);
  });

  it("that cannot be read stays as it is, and says so", () => {
    const broken = "<metalink><file>";
    expect(takenUp(broken)).toEqual({
      text: broken,
      plain: "",
      extras: new Map(),
      refused: [{ why: "none", option: "metalink" }],
    });
  });
});
