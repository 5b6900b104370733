//! What a task may be, and how it is kept as text.

use anyhow::{Context as _, Result};
use haul_model::digest::Digest;
use haul_model::link::{LinkWish, Permission};
use haul_model::naming::FileName;
use haul_model::notification::Templates;
use haul_model::options::{AddedBy, Coding, FileTime, OriginMark, Strictness};
use haul_model::place::{Base, Location};
use haul_model::post_command::{FileFate, PostCommand};
use haul_model::range::AskedRange;
use haul_model::redirect::Downgrade;
use haul_model::retry::Permanent;
use haul_model::task::{
    BadTask, Body, Conflict, Download, Header, Method, NameChoice, Task, Trust, Work, append_query, parse_url,
};
use haul_model::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

fn full() -> Result<Task> {
    let digest: Digest = "sha-256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".parse()?;
    Ok(Task {
        own_id: Some("a/b \"ü\" 🎈".into()),
        group: "mine".into(),
        priority: 0,
        retries: 10,
        metadata: "{\"free\": \"text\"}\n".into(),
        display_name: Some("Ein Name".into()),
        created: Timestamp(1_700_000_000_123),
        added_by: Some(AddedBy::Window),
        link: LinkWish { metered: Permission::Refused, requires_wifi: true },
        auth: None,
        notifications: Some(Templates { complete: Some("{filename}".into()), tap_opens: true, ..Templates::default() }),
        work: Work::Download(Download {
            url: parse_url("http://anna:secret@example.org:8080/a%20b?c=d#e")?,
            method: Method::Post,
            headers: vec![Header::new("X-One", "1")?, Header::new("X-One", "2")?],
            body: Some(Body::Bytes(vec![0, 255])),
            location: Location { base: Base::Documents, folder: "sub/folder".into() },
            name: NameChoice::Given(FileName::typed_by_user("name.bin")?),
            conflict: Conflict::Overwrite,
            checksum: Some(digest),
            proxy: haul_model::proxy::ProxyChoice::parse("http://proxy.example:3128")?,
            trust: Trust::Insecure,
            limit_rate: Some(1 << 40),
            mirrors: vec![parse_url("https://mirror.example/a")?],
            window: Some(AskedRange { first: 1, last: Some(9) }),
            lanes: Some(8),
            strictness: Strictness::Strict,
            size: Some(7),
            checksum_from: Some(parse_url("https://example.org/a.sha256")?),
            published: None,
            secret_headers: vec!["X-One".into()],
            downgrade: Downgrade::Allowed,
            approach: haul_model::nearness::Approach::Allowed,
            certificate: Some("/home/me/me.pem".into()),
            cookies: Vec::new(),
            coding: Coding::Decoded,
            permanent: Permanent::Retry,
            max_seconds: Some(60),
            origin_mark: OriginMark::Absent,
            file_time: FileTime::Server,
            post_command: Some(PostCommand::new(vec!["cp".into(), "$file".into(), "b c".into()], FileFate::Removed)?),
        }),
    })
}

fn plain() -> Result<Task> {
    let download = full()?.work.as_download().cloned().context("a download")?;
    let bare =
        Download { method: Method::Post, ..Download::of(download.url, download.location, NameChoice::Suggested) };
    Ok(Task {
        own_id: None,
        display_name: None,
        notifications: None,
        added_by: None,
        link: LinkWish::default(),
        work: Work::Download(bare),
        ..full()?
    })
}

#[test]
fn m019_every_task_is_read_back_field_by_field() -> Result<()> {
    for task in [full()?, plain()?] {
        assert_eq!(Task::from_json(&task.to_json()?)?, task);
    }
    for body in [Body::Text(String::new()), Body::Text("ü\0\n".into()), Body::json(&json!({ "a": [1, null] }))?] {
        let download = full()?.work.as_download().cloned().context("a download")?;
        let task = Task { work: Work::Download(Download { body: Some(body), ..download }), ..full()? };
        assert_eq!(Task::from_json(&task.to_json()?)?, task);
    }
    Ok(())
}

#[test]
fn m019_an_unknown_kind_and_broken_text_are_typed_errors() -> Result<()> {
    let mut value: Value = serde_json::from_str(&full()?.to_json()?)?;
    *value.get_mut("kind").context("a task without a kind")? = json!("telepathy");
    for text in [value.to_string(), "{}".to_owned(), "null".to_owned(), String::new(), "{\"kind\"".to_owned()] {
        assert!(matches!(Task::from_json(&text), Err(BadTask::Unreadable(_))), "{text}");
    }
    Ok(())
}

#[test]
fn m012_six_methods_are_known_in_any_case_and_no_other() -> Result<()> {
    for (text, method) in [
        ("get", Method::Get),
        ("POST", Method::Post),
        ("Head", Method::Head),
        ("put", Method::Put),
        ("pAtCh", Method::Patch),
        ("DELETE", Method::Delete),
    ] {
        assert_eq!(text.parse::<Method>()?, method);
        assert_eq!(method.as_str(), text.to_ascii_uppercase());
    }
    for text in ["", "OPTIONS", "TRACE", "CONNECT", "GET ", "BREW"] {
        assert_eq!(text.parse::<Method>(), Err(BadTask::Method(text.into())));
    }
    Ok(())
}

#[test]
fn m013_only_lists_and_maps_are_sent_as_json() {
    for value in [json!([]), json!({}), json!([1]), json!({ "a": 1 })] {
        assert_eq!(Body::json(&value).map(|body| body.as_bytes().to_vec()), Ok(value.to_string().into_bytes()));
    }
    for value in [json!(null), json!(1), json!("text"), json!(true)] {
        assert_eq!(Body::json(&value), Err(BadTask::Body));
    }
}

#[test]
fn m010_parameters_are_appended_as_they_are() -> Result<()> {
    for (address, expected) in [
        ("https://a.example/f", "https://a.example/f?k=with%20space&l=x+y"),
        ("https://a.example/f?", "https://a.example/f?k=with%20space&l=x+y"),
        ("https://a.example/f?a=b", "https://a.example/f?a=b&k=with%20space&l=x+y"),
    ] {
        let mut url = parse_url(address)?;
        append_query(&mut url, [("k", "with%20space"), ("l", "x+y")]);
        assert_eq!(url.as_str(), expected);
    }
    Ok(())
}

#[test]
fn m114_an_address_without_a_scheme_is_https_and_other_schemes_are_refused() -> Result<()> {
    for (text, expected) in [
        ("example.org/a", "https://example.org/a"),
        (" example.org:8080/a ", "https://example.org:8080/a"),
        ("HTTP://EXAMPLE.org", "http://example.org/"),
        ("example.org/?to=http://b.example", "https://example.org/?to=http://b.example"),
    ] {
        assert_eq!(parse_url(text)?.as_str(), expected);
    }
    for text in ["", "http://", "file:///etc/passwd", "FILE:/etc", "javascript:alert(1)", "ftp://a", "http://a/%z"] {
        assert!(matches!(parse_url(text), Err(BadTask::Url(_))), "{text}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn f073_no_header_can_end_itself_early(name in "\\PC*|.*", value in "(?s).*") {
        if let Ok(header) = Header::new(&name, &value) {
            prop_assert!(!header.name.is_empty() && header.name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':'));
            prop_assert!(!header.value.contains(['\r', '\n', '\0']));
        }
    }
}
