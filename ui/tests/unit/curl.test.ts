import { describe, expect, it } from "vitest";
import { type CurlLine, curlAt, type NotTaken } from "../../src/lib/text/curl";
import { commandAt } from "../../src/lib/text/shell";

describe("a command line is read as bash reads it", () => {
  it.each([
    ["a  b\tc", ["a", "b", "c"]],
    ["'a b' \"c d\"", ["a b", "c d"]],
    ["a'b'\"c\"d", ["abcd"]],
    ["'' \"\" $''", ["", "", ""]],
    ["'a\\nb'", ["a\\nb"]],
    ['"a\\"b\\\\c\\$d\\n"', ['a"b\\c$d\\n']],
    ["a\\ b \\'c", ["a b", "'c"]],
    ["a \\\n  b", ["a", "b"]],
    ["a \\\r\n  b", ["a", "b"]],
    ['"a\\\nb"', ["ab"]],
    ["'a\nb'", ["a\nb"]],
    ["$'it\\'s \\u00fc\\x41\\101\\t\\\\ \\?'", ["it's üAA\t\\ ?"]],
    ["$'\\U0001F600 \\q'", ["😀 \\q"]],
    ['$"plain"', ["plain"]],
    ["a$ b", ["a$", "b"]],
    ["http://a.example/?x=1&y=2", ["http://a.example/?x=1&y=2"]],
  ])("%j", (text, words) => {
    expect(commandAt(text, 0)).toEqual({ words, end: text.length, fault: undefined });
  });

  it.each([
    ["a b; c", 4],
    ["a b | c", 5],
    ["a b\nc", 3],
    ["a b & c", 5],
    ["a b& c", 4],
  ])("%j ends at %d", (text, end) => {
    expect(commandAt(text, 0)).toEqual({ words: ["a", "b"], end, fault: undefined });
  });

  it.each([
    ["a $HOME", "variable"],
    ['a "$HOME"', "variable"],
    ["a $(date)", "variable"],
    ["a=$$ b", "variable"],
    ['a "$?"', "variable"],
    ["a `date`", "variable"],
    ["a 'b", "unclosed"],
    ['a "b', "unclosed"],
    ["a $'b", "unclosed"],
  ])("%j cannot be read: %s", (text, fault) => {
    expect(commandAt(text, 0).fault).toBe(fault);
  });
});

function curl(options: string): CurlLine | NotTaken {
  return curlAt(options, 0).line;
}

const A = "https://a.example/f.iso";
const NOTHING = { headers: [], secretHeaders: [] };

describe("a curl line", () => {
  it("as a browser copies it keeps what the server needs, and secrets apart", () => {
    const copied = `'https://a.example/f.iso?x=1' \\
  -X POST \\
  -H 'accept: */*' \\
  -H 'accept-encoding: gzip, deflate' \\
  -H 'authorization: Bearer t0k3n' \\
  -H 'content-type: application/json' \\
  -b 'session=1f3a; theme=dark' \\
  -H 'x-csrf-token: 77' \\
  -H 'host: a.example' \\
  -H 'content-length: 12' \\
  --data-raw $'{"name":"it\\'s"}' \\
  --compressed`;
    expect(curl(copied)).toEqual({
      url: "https://a.example/f.iso?x=1",
      carried: {
        method: "POST",
        headers: [
          { name: "accept", value: "*/*" },
          { name: "content-type", value: "application/json" },
        ],
        secretHeaders: [
          { name: "authorization", value: "Bearer t0k3n" },
          { name: "Cookie", value: "session=1f3a; theme=dark" },
          { name: "x-csrf-token", value: "77" },
        ],
        body: `{"name":"it's"}`,
      },
    });
  });

  it.each([
    [`${A}`, {}],
    [`-sSL ${A}`, {}],
    [`-o dir/name.iso ${A}`, { name: "name.iso" }],
    [`-oname.iso ${A}`, { name: "name.iso" }],
    [`-o - ${A}`, {}],
    [`-LO --retry 5 ${A}`, {}],
    [`-u ada:a:b ${A}`, { user: "ada:a:b" }],
    [`-u ada ${A}`, { user: "ada:" }],
    [`-A Me/1 ${A}`, { headers: [{ name: "User-Agent", value: "Me/1" }] }],
    [`-e ${A} ${A}`, { headers: [{ name: "Referer", value: A }] }],
    [`-r 0-99 ${A}`, { headers: [{ name: "Range", value: "bytes=0-99" }] }],
    [`-H 'X-Empty;' -H 'Accept:' ${A}`, { headers: [{ name: "X-Empty", value: "" }] }],
    [`-XPUT ${A}`, { method: "PUT" }],
    [`-x socks5h://127.0.0.1:9050 ${A}`, { proxy: "socks5h://127.0.0.1:9050" }],
    [`--limit-rate 2M ${A}`, { limitRate: 2 << 20 }],
    [`-H 'If-None-Match: "x"' ${A}`, {}],
    [`--oauth2-bearer t ${A}`, { secretHeaders: [{ name: "Authorization", value: "Bearer t" }] }],
  ])("%s", (options, carried) => {
    expect(curl(options)).toEqual({ url: A, carried: { ...NOTHING, ...carried } });
  });

  it("joins its data, and says of which type it is unless a header does", () => {
    expect(curl(`-d a=1 --data-binary b=2 --data-urlencode 'c=ü &' ${A}`)).toMatchObject({
      carried: {
        body: "a=1&b=2&c=%C3%BC%20%26",
        headers: [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }],
      },
    });
    expect(curl(`-H 'content-type: text/xml' -d '<a/>' ${A}`)).toMatchObject({
      carried: { body: "<a/>", headers: [{ name: "content-type", value: "text/xml" }] },
    });
    expect(curl(`--json '{}' ${A}`)).toMatchObject({
      carried: { body: "{}", headers: [{ name: "Content-Type" }, { name: "Accept" }] },
    });
  });

  it("puts its data into the address where it says so", () => {
    expect(curl(`-G -d a=1 -d b=2 ${A}`)).toEqual({ url: `${A}?a=1&b=2`, carried: NOTHING });
    expect(curl(`-G -d b=2 ${A}?a=1`)).toMatchObject({ url: `${A}?a=1&b=2` });
  });

  it("names the address as curl reads it", () => {
    expect(curl("a.example/x")).toMatchObject({ url: "http://a.example/x" });
    expect(curl("'https://a.example/\\[1-3\\]\\{a\\}'")).toMatchObject({ url: "https://a.example/[1-3]{a}" });
    expect(curl(`--url ${A}`)).toMatchObject({ url: A });
  });

  it.each([
    [`-k ${A}`, "insecure", "-k"],
    [`--insecure ${A}`, "insecure", "--insecure"],
    [`-sk ${A}`, "insecure", "-k"],
    [`-d @body.json ${A}`, "file", "-d"],
    [`-b cookies.txt ${A}`, "file", "-b"],
    [`-K config ${A}`, "file", "-K"],
    [`-F file=@a.jpg ${A}`, "form", "-F"],
    [`-T a.jpg ${A}`, "form", "-T"],
    [`-I ${A}`, "head", "-I"],
    [`-X PROPFIND ${A}`, "method", "PROPFIND"],
    [`--no-such-thing ${A}`, "option", "--no-such-thing"],
    [`${A} -H`, "option", "-H"],
    [`-q ${A}`, "option", "-q"],
    [`--constructor ${A}`, "option", "--constructor"],
    [`${A} ${A}`, "several", ""],
    [`${A} --next ${A}`, "several", "--next"],
    ["-s", "none", ""],
    ["ftp://a.example/x", "none", ""],
    [`-H "X: $TOKEN" ${A}`, "variable", ""],
    [`-H 'X: 1`, "unclosed", ""],
    [`^"${A}^" ^\r\n  -H ^"accept: */*^"`, "windows", ""],
  ])("%s is refused: %s", (options, why, option) => {
    expect(curl(options)).toEqual({ why, option });
  });
});
