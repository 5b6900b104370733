//! Stored user names and passwords.
//!
//! Owns `credentials set`, `list` and `remove`. Rule kept here: a password comes from the terminal or stdin, never from
//! the command line, and is never printed.

use std::path::PathBuf;

use haul_api::{Client, Credential, ForgetCredential, Nothing, SetCredential};

use crate::args::CredentialsAction;
use crate::exit::Exit;
use crate::output::Output;
use crate::{door, secret};

pub(crate) async fn run(home: Option<PathBuf>, action: CredentialsAction, out: &Output) -> anyhow::Result<Exit> {
    let action = match action {
        CredentialsAction::Set { place, user, proxy, allow_http } => {
            let password = secret::password(&format!("Password of {user} for {place}: "))?;
            Asked::Set(SetCredential { place, proxy, user, password, allow_http })
        }
        CredentialsAction::List => Asked::List,
        CredentialsAction::Remove { place, proxy } => Asked::Remove(ForgetCredential { place, proxy }),
    };
    let shown = door::ask(home, async |client| ask(&client, action).await).await?;
    for credential in shown {
        if out.is_json() {
            out.value(&credential);
        } else {
            out.line(&in_words(&credential));
        }
    }
    Ok(Exit::Done)
}

/// An action with its password.
enum Asked {
    Set(SetCredential),
    List,
    Remove(ForgetCredential),
}

async fn ask(client: &Client, asked: Asked) -> anyhow::Result<Vec<Credential>> {
    match asked {
        Asked::Set(new) => Ok(vec![client.set_credential(new).await?]),
        Asked::List => Ok(client.credentials(Nothing {}).await?.credentials),
        Asked::Remove(old) => {
            client.forget_credential(old).await?;
            Ok(Vec::new())
        }
    }
}

fn in_words(credential: &Credential) -> String {
    let Credential { place, proxy, user, allow_http } = credential;
    let kind = if *proxy { " (proxy)" } else { "" };
    let consent = if *allow_http && !*proxy { ", also over http" } else { "" };
    format!("{place}{kind}  {user}{consent}")
}
