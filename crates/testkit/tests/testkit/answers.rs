//! What an origin says, true and false, as bare bytes on the wire.

use anyhow::{Context as _, Result};
use haul_testkit::{Length, Origin, Ranges, Resource, bytes, sha256_hex};
use serde_json::Value;

use crate::raw::{Reply, get, said};

fn file() -> Vec<u8> {
    bytes(1, 1000)
}

fn resumed(resource: Resource) -> Result<Reply> {
    get(&Origin::serving(resource).start_blocking()?, "/file.bin", "Range: bytes=500-\r\n")
}

#[test]
fn an_honest_file_comes_whole_with_length_and_validator() -> Result<()> {
    let origin = Origin::serving(file()).start_blocking()?;
    let reply = get(&origin, "/any/where?x=1", "")?;
    assert!(reply.has("HTTP/1.1 200 Fine") && reply.has("Content-Length: 1000") && reply.has("Accept-Ranges: bytes"));
    assert!(reply.head.contains("ETag: \"") && reply.head.contains("Date: "), "{}", reply.head);
    assert_eq!(reply.body, file());
    Ok(())
}

#[test]
fn each_form_of_range_gets_exactly_its_bytes() -> Result<()> {
    let origin = Origin::serving(file()).start_blocking()?;
    let forms = [("500-", 500..1000), ("0-0", 0..1), ("999-5000", 999..1000), ("-10", 990..1000)];
    for (range, expected) in forms {
        let reply = get(&origin, "/", &format!("Range: bytes={range}\r\n"))?;
        assert_eq!(reply.status(), "206", "{range}");
        assert!(reply.has(&format!("Content-Range: bytes {}-{}/1000", expected.start, expected.end - 1)), "{range}");
        assert_eq!(reply.body, file()[expected], "{range}");
    }
    let beyond = get(&origin, "/", "Range: bytes=1000-\r\n")?;
    assert!(beyond.status() == "416" && beyond.has("Content-Range: bytes */1000"), "{}", beyond.head);
    Ok(())
}

#[test]
fn if_range_is_believed_only_when_it_matches_strongly() -> Result<()> {
    let strong = Resource::new(file()).etag("\"v1\"");
    let asked = |resource: Resource, proof: &str| -> Result<String> {
        let origin = Origin::serving(resource).start_blocking()?;
        let reply = get(&origin, "/", &format!("Range: bytes=500-\r\nIf-Range: {proof}\r\n"))?;
        Ok(reply.status().to_owned())
    };
    assert_eq!(asked(strong.clone(), "\"v1\"")?, "206");
    assert_eq!(asked(strong.clone(), "\"v0\"")?, "200");
    assert_eq!(asked(strong.clone().ranges(Ranges::Blind), "\"v0\"")?, "206");
    assert_eq!(asked(strong.weak_etag(), "W/\"v1\"")?, "200");
    let dated = Resource::new(file()).without_etag().last_modified("Mon, 01 Jan 2024 00:00:00 GMT");
    assert_eq!(asked(dated, "Mon, 01 Jan 2024 00:00:00 GMT")?, "206");
    Ok(())
}

#[test]
fn every_lie_about_ranges_reaches_the_wire() -> Result<()> {
    let lying = |ranges| resumed(Resource::new(file()).ranges(ranges));

    let ignored = lying(Ranges::Ignored)?;
    assert!(ignored.status() == "200" && ignored.body == file() && !ignored.has("Accept-Ranges: bytes"));
    let refused = lying(Ranges::Refused)?;
    assert!(refused.status() == "416" && refused.has("Content-Range: bytes */1000") && refused.body.is_empty());
    let sizeless = lying(Ranges::RefusedWithoutSize)?;
    assert!(sizeless.status() == "416" && !sizeless.head.contains("Content-Range"));
    let late = lying(Ranges::Shifted(1))?;
    assert!(late.has("Content-Range: bytes 501-999/1000") && late.body == file()[501..]);
    let early = lying(Ranges::Shifted(-100))?;
    assert!(early.has("Content-Range: bytes 400-999/1000") && early.body == file()[400..]);
    let restarted = lying(Ranges::FromZero)?;
    assert!(restarted.status() == "206" && restarted.has("Content-Range: bytes 0-999/1000"));
    assert_eq!(restarted.body, file());
    let other = lying(Ranges::OtherTotal(1100))?;
    assert!(other.has("Content-Range: bytes 500-999/1100") && other.body == file()[500..]);
    assert!(lying(Ranges::UnknownTotal)?.has("Content-Range: bytes 500-999/*"));
    let unlabelled = lying(Ranges::Unlabelled)?;
    assert!(unlabelled.status() == "206" && !unlabelled.head.contains("Content-Range"));
    let multipart = lying(Ranges::Multipart)?;
    assert!(multipart.has("Content-Type: multipart/byteranges; boundary=haul-part"));
    assert!(multipart.body.windows(500).any(|window| window == &file()[500..]));
    Ok(())
}

#[test]
fn every_way_to_tell_a_length_reaches_the_wire() -> Result<()> {
    let told = |length| get(&Origin::serving(Resource::new(file()).length(length)).start_blocking()?, "/", "");

    let absent = told(Length::Absent)?;
    assert!(!absent.head.contains("Content-Length") && absent.body == file());
    let chunked = told(Length::Chunked)?;
    assert!(chunked.has("Transfer-Encoding: chunked") && !chunked.head.contains("Content-Length"));
    assert_eq!(chunked.body, [b"3e8\r\n".as_slice(), &file(), b"\r\n0\r\n\r\n"].concat());
    for claim in [10, 5000, i64::MAX as u64] {
        let claimed = told(Length::Claimed(claim))?;
        assert!(claimed.has(&format!("Content-Length: {claim}")) && claimed.body == file());
    }
    Ok(())
}

#[test]
fn header_lines_are_written_raw_and_replace_the_ones_written_by_itself() -> Result<()> {
    let resource = Resource::new("x")
        .content_disposition(b"attachment; filename=\"\xff.zip\"")
        .content_type("application/zip")
        .header("Set-Cookie", "a=1")
        .header("Set-Cookie", "b=2")
        .header("date", "Mon, 01 Jan 2024 00:00:01 GMT");
    let reply = get(&Origin::serving(resource).start_blocking()?, "/", "")?;
    assert!(reply.has("Set-Cookie: a=1") && reply.has("Set-Cookie: b=2") && reply.has("Content-Type: application/zip"));
    assert!(reply.head.contains("filename=\"\u{fffd}.zip\""), "the byte is no UTF-8: {}", reply.head);
    assert_eq!(reply.head.to_lowercase().matches("date: ").count(), 1);
    Ok(())
}

#[test]
fn statuses_redirects_and_verbatim_answers_come_as_scripted() -> Result<()> {
    let origin = Origin::serving(file())
        .at("/gone", Resource::status(404).body("no such file"))
        .at("/busy", Resource::status(429).header("Retry-After", "5"))
        .at("/nothing", Resource::status(204))
        .at("/loop", Resource::redirect(302, "/loop"))
        .at("/local", Resource::redirect(301, "file:///etc/passwd"))
        .at("/garbage", Resource::verbatim("ICY 200 OK\r\n\r\nnoise"))
        .start_blocking()?;
    let gone = get(&origin, "/gone", "Range: bytes=3-\r\n")?;
    assert!(gone.status() == "404" && gone.body == b"no such file");
    assert!(get(&origin, "/busy", "")?.has("Retry-After: 5"));
    assert!(!get(&origin, "/nothing", "")?.head.contains("Content-Length"));
    assert!(get(&origin, "/loop", "")?.has("Location: /loop"));
    assert!(get(&origin, "/local?q", "")?.has("Location: file:///etc/passwd"));
    assert!(get(&origin, "/garbage", "")?.head.starts_with("ICY 200 OK"));
    assert_eq!(get(&origin, "/elsewhere", "")?.body, file());
    Ok(())
}

#[test]
fn head_gets_the_head_alone() -> Result<()> {
    let origin = Origin::serving(file()).start_blocking()?;
    let reply = said(origin.address(), b"HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n")?;
    assert!(reply.has("Content-Length: 1000") && reply.body.is_empty());
    Ok(())
}

#[test]
fn a_resource_can_change_with_the_number_of_requests_and_with_the_request() -> Result<()> {
    let flaky = Resource::status(503).then(2, Resource::status(500).then(1, file()));
    let picky = Resource::decided_by(|request| match request.header("authorization") {
        Some(_) => Resource::new("welcome"),
        None => Resource::status(401).header("WWW-Authenticate", "Basic realm=\"it\""),
    });
    let origin = Origin::serving(flaky).at("/picky", picky).start_blocking()?;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(get(&origin, "/", "")?.status().to_owned());
    }
    assert_eq!(statuses, ["503", "503", "500", "200", "200"]);
    assert_eq!(get(&origin, "/picky", "")?.status(), "401");
    assert_eq!(get(&origin, "/picky", "Authorization: Basic x\r\n")?.body, b"welcome");
    Ok(())
}

#[test]
fn new_content_has_a_new_validator() -> Result<()> {
    let origin = Origin::serving(bytes(1, 10)).start_blocking()?;
    let etag = |origin: &Origin| -> Result<String> {
        let reply = get(origin, "/", "")?;
        let line = reply.head.lines().find(|line| line.starts_with("ETag")).context("an ETag")?;
        Ok(line.to_owned())
    };
    let before = etag(&origin)?;
    assert_eq!(before, etag(&origin)?);
    origin.now_serves(bytes(2, 10));
    assert_ne!(before, etag(&origin)?);
    assert_eq!(get(&origin, "/", "")?.body, bytes(2, 10));
    Ok(())
}

#[test]
fn requests_are_recorded_and_echoed_as_they_came() -> Result<()> {
    let origin = Origin::serving(Resource::echo()).start_blocking()?;
    let request = b"PUT /a?b=%20c HTTP/1.1\r\nX-Odd:  Two \r\nx-odd: 2\r\nTransfer-Encoding: chunked\r\n\
        Connection: close\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n";
    let told: Value = serde_json::from_slice(&said(origin.address(), request)?.body)?;
    assert_eq!(told["method"], "PUT");
    assert_eq!((&told["path"], &told["query"]), (&Value::from("/a"), &Value::from("b=%20c")));
    assert_eq!(told["headers"][0], serde_json::json!(["X-Odd", "Two"]));
    assert_eq!((&told["body"], &told["body_sha256"]), (&"abcde".into(), &sha256_hex(b"abcde").into()));

    let requests = origin.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header_values("X-ODD").collect::<Vec<_>>(), ["Two", "2"]);
    assert_eq!((requests[0].body.as_slice(), requests[0].status), (b"abcde".as_slice(), Some(200)));
    Ok(())
}

#[test]
fn one_connection_carries_several_requests() -> Result<()> {
    let origin = Origin::serving("ab").start_blocking()?;
    let both = b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n";
    let reply = said(origin.address(), both)?;
    assert!(reply.body.starts_with(b"abHTTP/1.1 200") && reply.body.ends_with(b"\r\n\r\nab"));
    let connections: Vec<_> = origin.requests().iter().map(|request| (request.connection, request.nth)).collect();
    assert_eq!(connections, [(0, 0), (0, 1)]);
    Ok(())
}
