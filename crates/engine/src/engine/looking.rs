//! What a server says of a file before anybody wants it.
//!
//! Owns the question without a task (M245). Refuses to keep anything of it. Rule kept here: whatever went wrong is a
//! sentence for people.

use std::sync::Arc;

use haul_model::auth::Auth;
use haul_model::naming::FileName;
use haul_model::task::Request;

use crate::engine::Engine;
use crate::net::{Length, ServersWord};
use crate::trouble::Trouble;

/// A file as its server describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// How many bytes it has, where the server says so.
    pub bytes: Option<u64>,
    /// The name that a download of it would take.
    pub name: FileName,
    /// Its MIME type in lower case, without parameters.
    pub mime: Option<String>,
    /// Its tag, as the server spells it.
    pub etag: Option<String>,
    /// When it was changed, as the server spells it.
    pub modified: Option<String>,
}

impl Engine {
    /// What the server says of the file that `request` would ask for, without a task. The method and body of the request are
    /// left out, and an access token is used as it is.
    ///
    /// # Errors
    /// A sentence for people: the server refuses, or cannot be reached.
    pub async fn look(&self, mut request: Request, auth: Option<Auth>) -> Result<Sight, String> {
        if let Some(auth) = auth {
            auth.equip(request.private()).map_err(|error| format!("The access token cannot be sent: {error}."))?;
        }
        let site = Arc::clone(&self.shared.site);
        let lane = self.shared.site.lanes.next().spawn(async move { site.clients.look(request.calling()).await });
        match lane.await {
            Ok(Ok(ServersWord { length, name, mime, etag, modified })) => {
                Ok(Sight { bytes: told(length)?, name, mime, etag, modified })
            }
            Ok(Err(trouble)) => Err(trouble.message),
            Err(error) => Err(Trouble::internal(&error.to_string()).message),
        }
    }

    /// How long the file is that `request` would ask for, without a task (M245): the server's word, or why nobody knows.
    ///
    /// # Errors
    /// A sentence for people: the server does not say, refuses, or cannot be reached.
    pub async fn size(&self, request: Request, auth: Option<Auth>) -> Result<u64, String> {
        let bytes = self.look(request, auth).await?.bytes;
        bytes.ok_or_else(|| "The server does not say how long the file is.".to_owned())
    }
}

fn told(length: Length) -> Result<Option<u64>, String> {
    match length {
        Length::Bytes(bytes) => Ok(Some(bytes)),
        Length::Unsaid => Ok(None),
        Length::Refused(status) => Err(refused(status)),
    }
}

/// What a status says that no file comes with; the download itself may fare better where the trouble passes.
fn refused(status: u16) -> String {
    match status {
        401 | 407 => format!("The server wants a user name and password (status {status})."),
        404 | 410 => format!("The server has no file at this address (status {status}). Check it."),
        408 | 425 | 429 | 500..=599 => {
            format!("The server is too busy or out of order now (status {status}). A download tries again by itself.")
        }
        _ => format!("The server refuses this address (status {status})."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_busy_is_not_said_to_refuse() {
        let said = |status| told(Length::Refused(status)).expect_err("no file comes with it");
        assert!(said(503).contains("busy") && said(429).contains("tries again"), "{}", said(503));
        assert!(said(401).contains("password"), "{}", said(401));
        assert!(said(404).contains("no file"), "{}", said(404));
        assert_eq!(said(403), "The server refuses this address (status 403).");
    }
}
