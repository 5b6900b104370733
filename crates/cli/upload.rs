//! Sending files and waiting for it.
//!
//! Owns `upload`. Rule kept here: what names one file is refused for several.

use std::path::{Path, PathBuf};

use haul_api::{Added, AddedBy, Client, Method, NewDownload, NewUpload, Resume, UploadFile, UploadForm, Uploads};

use crate::args::{Label, Send, Tries};
use crate::bars::Bars;
use crate::exit::{Exit, WrongUsage};
use crate::get::{Screen, until_ended};
use crate::output::{Detail, Output};
use crate::progress::Lines;
use crate::wish;

/// Adds the uploads and waits until all have ended.
pub(crate) async fn run(home: Option<PathBuf>, send: Send, detail: Detail, out: &Output) -> anyhow::Result<Exit> {
    let wanted = wanted(send)?;
    let urls: Vec<String> = wanted.uploads.iter().map(|upload| upload.url.clone()).collect();
    let screen = if out.is_json() { Screen::Programs(Lines::new(out)) } else { Screen::People(Bars::new(out, detail)) };
    let add = async |client: &Client| client.upload(wanted).await;
    until_ended(home, &urls, screen, out, add, async |_: &Client, _: &Added, exit| Ok(exit)).await
}

fn wanted(send: Send) -> anyhow::Result<Uploads> {
    let files = send.files.iter().map(|file| one(file, &send)).collect::<anyhow::Result<Vec<_>>>()?;
    let is_binary = send.binary || send.resume.is_some();
    let count = files.len();
    let like = like(send)?;
    if !is_binary {
        return Ok(Uploads { uploads: vec![NewUpload { files, ..like }], batch: None });
    }
    if count > 1 && like.own_id.is_some() {
        return Err(WrongUsage(format!("--id is meant for one upload, but there are {count} files")).into());
    }
    if count > 1 && like.method == Some(Method::Put) {
        let message = format!("{count} files put at one address would replace each other; send them one by one");
        return Err(WrongUsage(message).into());
    }
    let uploads = files.into_iter().map(|file| NewUpload { files: vec![file], ..like.clone() });
    Ok(Uploads { uploads: uploads.collect(), batch: None })
}

fn one(file: &Path, send: &Send) -> anyhow::Result<UploadFile> {
    let path = wish::absolute(file)?;
    Ok(UploadFile { path, field: send.file_field.clone(), name: None, mime: send.mime.clone() })
}

fn like(send: Send) -> anyhow::Result<NewUpload> {
    let Send {
        files: _,
        file_field: _,
        mime: _,
        url,
        binary,
        multipart: _,
        fields,
        method,
        resume,
        follow_links,
        query,
        limit_rate,
        tries,
        label,
        access,
    } = send;
    let Tries { retries, retry_permanent, link, max_time } = tries;
    let Label { group, priority, id, metadata, display_name } = label;
    Ok(NewUpload {
        url,
        form: if binary || resume.is_some() { UploadForm::Binary } else { UploadForm::Multipart },
        fields,
        method: method.map(Into::into),
        resume: resume.map_or(Resume::Never, Into::into),
        follow_links,
        query,
        limit_rate,
        retries,
        retry_permanent,
        max_seconds: max_time,
        metered: link.metered(),
        requires_wifi: link.wifi_only,
        by: AddedBy::Command,
        group,
        priority,
        own_id: id,
        metadata,
        display_name,
        ..allowed(wish::asking(access)?)
    })
}

/// What is said of who asks holds for an upload as for a download.
fn allowed(like: NewDownload) -> NewUpload {
    NewUpload {
        headers: like.headers,
        secret_headers: like.secret_headers,
        user: like.user,
        auth: like.auth,
        proxy: like.proxy,
        trust: like.trust,
        certificate: like.certificate,
        cookies: like.cookies,
        allow_downgrade: like.allow_downgrade,
        allow_private_redirect: like.allow_private_redirect,
        ..NewUpload::default()
    }
}
