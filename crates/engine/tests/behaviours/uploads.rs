//! Files on their way to a server.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use haul_engine::library::{ExceptionKind, Finished, Listening, UploadTask};
use haul_model::status::TaskStatus;
use haul_testkit::{OriginScript, Recorded, Resource, bytes};
use serde_json::{Value, json};

use crate::scene::{Heard, Scene};

/// A part of a form: the name of its field, the name of its file, and its text.
fn parts(request: &Recorded) -> Vec<(String, Option<String>, String)> {
    let kind = request.header("content-type").unwrap_or_default();
    let boundary = kind.rsplit_once("boundary=").map(|(_, boundary)| boundary.to_owned()).unwrap_or_default();
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let said = |head: &str, key: &str| {
        let (_, rest) = head.split_once(&format!("{key}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let part = |part: &str| {
        let (head, text) = part.split_once("\r\n\r\n")?;
        Some((said(head, " name")?, said(head, "filename"), text.strip_suffix("\r\n")?.to_owned()))
    };
    body.split(&format!("--{boundary}")).filter_map(part).collect()
}

/// Wants a file in the field `file`, and gives the other fields back.
fn upload_file(request: &Recorded) -> Resource {
    let parts = parts(request);
    if !parts.iter().any(|(field, file, _)| field == "file" && file.is_some()) {
        return Resource::status(404).body("no file");
    }
    let fields: Vec<Value> =
        parts.iter().filter(|(_, file, _)| file.is_none()).map(|(name, _, value)| json!([name, value])).collect();
    Resource::status(200).body(Value::from(fields).to_string())
}

/// Gives the names of the fields with the lengths of their files back.
fn upload_multi(request: &Recorded) -> Resource {
    let files: Vec<Value> = parts(request)
        .iter()
        .filter_map(|(field, file, text)| Some(json!([field, file.as_ref()?, text.len()])))
        .collect();
    Resource::status(200).body(Value::from(files).to_string())
}

/// Gives a short body back, and the length of a long one.
fn upload_binary(request: &Recorded) -> Resource {
    let body = &request.body;
    let said = if body.len() < 100 { body.clone() } else { body.len().to_string().into_bytes() };
    Resource::status(200).body(said)
}

async fn scene() -> Result<Scene> {
    let routes = |script: OriginScript| {
        script
            .at("/upload_file", Resource::decided_by(upload_file))
            .at("/upload_multi", Resource::decided_by(upload_multi))
            .at("/upload_binary", Resource::decided_by(upload_binary))
    };
    Scene::with(routes, |builder| builder).await
}

/// A file to send.
fn file(scene: &Scene, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
    std::fs::create_dir_all(scene.file(""))?;
    std::fs::write(scene.file(name), content)?;
    Ok(scene.file(name))
}

fn said(end: &Finished) -> Result<String> {
    Ok(String::from_utf8(end.answer.clone().context("the server answered")?)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn bd20_a_file_in_the_wrong_field_is_not_found() -> Result<()> {
    let scene = scene().await?;
    let path = file(&scene, "a.txt", "some text")?;
    let url = scene.origin.url_of("/upload_file");
    assert!(scene.haul.upload(UploadTask::new(&url, &path)).await.is_complete());
    let end = scene.haul.upload(UploadTask::new(&url, &path).file_field("other")).await;
    assert_eq!((end.status, end.exception), (TaskStatus::NotFound, None));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd31_the_fields_of_a_form_arrive_as_they_were_given_again_and_again() -> Result<()> {
    let scene = scene().await?;
    let path = file(&scene, "a.txt", "some text")?;
    let fields = [("plain", "text"), ("json", r#"{"a":[1]}"#), ("ümlaut", "größe €"), ("twice", "1"), ("twice", "2")];
    let bare = UploadTask::new(scene.origin.url_of("/upload_file"), path);
    let task = fields.into_iter().fold(bare, |task, (name, value)| task.field(name, value));
    let end = scene.haul.upload(task).await;
    assert_eq!(serde_json::from_str::<Value>(&said(&end)?)?, json!(fields));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd32_a_slice_of_a_file_is_exactly_those_bytes_and_nonsense_fails() -> Result<()> {
    let scene = scene().await?;
    let path = file(&scene, "a.txt", "a file.")?;
    let send = async |range: &str| {
        let task = UploadTask::new(scene.origin.url_of("/upload_binary"), &path).binary().header("Range", range);
        scene.haul.upload(task).await
    };
    assert_eq!(said(&send("bytes=2-4").await)?, "fil");
    assert_eq!(said(&send("bytes=2-").await)?, "file.");
    assert!(scene.origin.requests().iter().all(|request| request.range().is_none()));
    assert!(matches!(send("z").await.status, TaskStatus::Failed { .. }));
    assert_eq!(scene.origin.requests().len(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd33_several_files_arrive_with_fields_and_the_fraction_grows_on_the_way() -> Result<()> {
    let scene = scene().await?;
    let (one, two) = (file(&scene, "one.bin", bytes(1, 3_000_000))?, file(&scene, "two.txt", "text")?);
    // A relative path is one from where the program runs.
    let up: PathBuf = std::env::current_dir()?.iter().skip(1).map(|_| "..").collect();
    let relative = up.join(two.strip_prefix("/")?);
    let heard = Heard::default();
    let task = UploadTask::new(scene.origin.url_of("/upload_multi"), one)
        .also(relative)
        .file_field("second")
        .field("with", "a field")
        .limit_rate(2_000_000);
    let end = scene.haul.upload_with(task, Listening::new().on_progress(heard.fractions())).await;
    let files: Value = serde_json::from_str(&said(&end)?)?;
    assert_eq!(files[0][0], "one");
    assert_eq!(files[1], json!(["second", "two.txt", 4]));
    let fractions = heard.all();
    assert_eq!((fractions.first(), fractions.last()), (Some(&0.0), Some(&1.0)));
    assert!(fractions.iter().any(|fraction| *fraction > 0.0 && *fraction < 1.0), "{fractions:?}");
    assert!(fractions.is_sorted());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn m164_a_missing_and_an_empty_file_are_errors_of_the_file_system() -> Result<()> {
    let scene = scene().await?;
    let empty = file(&scene, "empty", "")?;
    for path in [empty, scene.file("missing")] {
        let end = scene.haul.upload(UploadTask::new(scene.origin.url_of("/upload_file"), path)).await;
        assert_eq!(end.exception.map(|exception| exception.kind), Some(ExceptionKind::FileSystem));
    }
    Ok(())
}
