//! From options to downloads.
//!
//! Owns the meaning of the options of `get` and `add`. Rule kept here: what names one file is refused for several.

use std::path::Path;

use anyhow::Context as _;
use haul_api::{
    Add, AddedBy, BaseFolder, Body, Header, NewAuth, NewDownload, NotificationTexts, PostCommand, Start, Trust,
};

use crate::args::{Access, Argv, Label, New, Transfer, Tries, Written, header};
use crate::exit::WrongUsage;
use crate::{input, secret};

/// The name that means: as the server suggests.
pub(crate) const AS_SUGGESTED: &str = "?";

/// Downloads that are alike but for their addresses.
#[derive(Debug)]
pub(crate) struct Alike {
    /// Their addresses, in order.
    pub(crate) urls: Vec<String>,
    like: NewDownload,
}

impl Alike {
    /// The downloads of some of the addresses.
    pub(crate) fn of(&self, urls: &[String]) -> Add {
        let downloads = urls.iter().map(|url| NewDownload { url: url.clone(), ..self.like.clone() }).collect();
        Add { downloads, by: AddedBy::Command, batch: None }
    }
}

/// The downloads that were asked for, in order.
pub(crate) fn downloads(new: New, start: Start) -> anyhow::Result<Add> {
    let alike = alike(new, start)?;
    Ok(alike.of(&alike.urls))
}

/// What was asked for; there may be millions of addresses.
pub(crate) fn alike(new: New, start: Start) -> anyhow::Result<Alike> {
    let mut urls = new.urls.clone();
    if let Some(file) = &new.input {
        urls.extend(input::addresses(file)?);
    }
    if urls.is_empty() {
        return Err(WrongUsage("there is no address in the input".to_owned()).into());
    }
    for (option, given) in [
        ("-o", new.output.is_some()),
        ("--checksum", new.transfer.checksum.is_some()),
        ("--id", new.label.id.is_some()),
        ("--mirror", !new.transfer.mirrors.is_empty()),
        ("--size", new.transfer.size.is_some()),
    ] {
        if given && urls.len() > 1 {
            let count = urls.len();
            return Err(WrongUsage(format!("{option} is meant for one file, but there are {count} addresses")).into());
        }
    }
    Ok(Alike { urls, like: one(new, start)? })
}

fn one(new: New, start: Start) -> anyhow::Result<NewDownload> {
    let New {
        urls: _,
        input: _,
        dir,
        base,
        output,
        on_conflict,
        query,
        method,
        post,
        private,
        remote_time,
        post_command,
        post_command_removes,
        label,
        notify,
        transfer,
        access,
    } = new;
    let Label { group, priority, id, metadata, display_name } = label;
    let folder = if base.is_none() { dir.as_deref().map(from_here).transpose()? } else { dir };
    Ok(NewDownload {
        own_id: id,
        base: base.map(BaseFolder::from),
        folder,
        name: Some(output.unwrap_or_else(|| AS_SUGGESTED.to_owned())),
        conflict: on_conflict.into(),
        query,
        method: method.map(Into::into),
        body: post.map(Body::Text),
        private,
        server_time: remote_time,
        post_command: post_command.map(|Argv(argv)| PostCommand { argv, removes: post_command_removes }),
        group,
        priority,
        metadata,
        display_name,
        notifications: notifications(notify)?,
        start,
        ..coming(transfer, asking(access)?)
    })
}

/// What is said of how the bytes come.
pub(crate) fn coming(transfer: Transfer, like: NewDownload) -> NewDownload {
    let Transfer { limit_rate, connections, mirrors, checksum, checksum_from, size, strict, decode, tries } = transfer;
    let Tries { retries, retry_permanent, link, max_time } = tries;
    NewDownload {
        limit_rate,
        lanes: connections,
        mirrors,
        checksum,
        checksum_from,
        size,
        strict,
        decode,
        retries,
        retry_permanent,
        metered: link.metered(),
        requires_wifi: link.wifi_only,
        max_seconds: max_time,
        ..like
    }
}

/// What is said of who asks, and by which way.
pub(crate) fn asking(access: Access) -> anyhow::Result<NewDownload> {
    let Access {
        headers,
        secret_headers,
        user,
        auth,
        proxy,
        cert,
        load_cookies,
        allow_insecure,
        allow_downgrade,
        allow_private,
    } = access;
    Ok(NewDownload {
        headers: headers_of(headers)?,
        secret_headers: headers_of(secret_headers)?,
        user: user.as_deref().map(secret::user).transpose()?,
        auth: auth.as_deref().map(tokens).transpose()?,
        proxy,
        certificate: cert.as_deref().map(absolute).transpose()?,
        cookies: load_cookies.as_deref().map(secret::text_of).transpose()?,
        trust: if allow_insecure { Trust::Insecure } else { Trust::Checked },
        allow_downgrade,
        allow_private_redirect: allow_private,
        ..NewDownload::default()
    })
}

/// The auth object in a file.
fn tokens(file: &Path) -> anyhow::Result<NewAuth> {
    // The text is not repeated: there are tokens in it.
    let wrong = |error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        WrongUsage(format!("{} is no auth object; look at line {line}, column {column}", file.display()))
    };
    Ok(serde_json::from_str(&secret::text_of(file)?).map_err(wrong)?)
}

/// Texts of notifications, as they are written on a line.
pub(crate) fn notifications(wanted: Vec<String>) -> anyhow::Result<Option<NotificationTexts>> {
    let mut texts = NotificationTexts::default();
    let is_wanted = !wanted.is_empty();
    for each in wanted {
        let wrong =
            || WrongUsage(format!("--notify takes STATE=TEXT, such as complete=\"{{filename}} is here\", not {each}"));
        let (state, text) = each.split_once('=').ok_or_else(wrong)?;
        let slot = match state {
            "running" => &mut texts.running,
            "complete" => &mut texts.complete,
            "failed" => &mut texts.failed,
            "paused" => &mut texts.paused,
            "canceled" => &mut texts.canceled,
            "together" => &mut texts.together,
            _ => return Err(wrong().into()),
        };
        *slot = Some(text.to_owned());
    }
    Ok(is_wanted.then_some(texts))
}

/// The headers, those in files included.
fn headers_of(written: Vec<Written<Header>>) -> anyhow::Result<Vec<Header>> {
    let mut headers = Vec::new();
    for each in written {
        match each {
            Written::Here(one) => headers.push(one),
            Written::In(file) => {
                for line in secret::text_of(&file)?.lines().filter(|line| !line.trim().is_empty()) {
                    // The line is not repeated: there may be a password in it.
                    let wrong = |why| WrongUsage(format!("a line of {} is no header: {why}", file.display()));
                    headers.push(header(line).map_err(wrong)?);
                }
            }
        }
    }
    Ok(headers)
}

/// A folder as the person means it.
pub(crate) fn from_here(folder: &str) -> anyhow::Result<String> {
    // As a portal gives it: it says where it is by itself.
    if folder.starts_with("file://") { Ok(folder.to_owned()) } else { absolute(Path::new(folder)) }
}

/// A path as the person means it: from where the command was started, which the host does not know.
pub(crate) fn absolute(path: &Path) -> anyhow::Result<String> {
    let absolute = std::path::absolute(path).with_context(|| format!("the path {}", path.display()))?;
    absolute.into_os_string().into_string().map_err(|_| WrongUsage(format!("{} is not UTF-8", path.display())).into())
}
