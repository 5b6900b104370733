//! The least a transfer can cost: bytes from a socket into a file or the other way, and nothing else.
//!
//! `floor [--sync] [--sha256] [--pace BYTES] [--trust PEM] URL FILE [URL FILE]...` fetches all at once, and `floor --put URL FILE`
//! sends one. The bench compares the whole program with it. `--sync` waits for the disk as well, `--sha256` computes the digest,
//! `--pace` takes so many bytes a second and sleeps meanwhile.

use std::error::Error;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

use futures_util::future::try_join_all;
use futures_util::stream;
use reqwest::{Body, Certificate, Client};
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep_until};

type Outcome = Result<(), Box<dyn Error>>;

const USAGE: &str = "usage: floor [--sync] [--sha256] [--pace BYTES] [--put] [--trust PEM] URL FILE [URL FILE]...";
/// What one read of a file that is sent asks for.
const PIECE: usize = 64 << 10;
/// How often a second a paced transfer goes on.
const PORTIONS: u64 = 16;

#[derive(Default)]
struct Options {
    sync: bool,
    sha256: bool,
    put: bool,
    /// Bytes a second.
    pace: Option<u64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let mut options = Options::default();
    let mut builder = Client::builder().http1_only().no_proxy();
    let mut rest = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sync" => options.sync = true,
            "--sha256" => options.sha256 = true,
            "--put" => options.put = true,
            "--pace" => options.pace = Some(arguments.next().ok_or(USAGE)?.parse()?),
            "--trust" => {
                let pem = std::fs::read(arguments.next().ok_or(USAGE)?)?;
                builder = builder.tls_certs_only([Certificate::from_pem(&pem)?]);
            }
            _ => rest.push(argument),
        }
    }
    if rest.is_empty() || rest.len() % 2 != 0 {
        return Err(USAGE.into());
    }
    let client = builder.build()?;
    let pairs = rest.chunks_exact(2);
    try_join_all(pairs.map(|pair| transfer(&client, &options, &pair[0], pair[1].as_ref()))).await?;
    Ok(())
}

async fn transfer(client: &Client, options: &Options, url: &str, path: &Path) -> Outcome {
    if options.put { put(client, url, path).await } else { get(client, options, url, path).await }
}

async fn get(client: &Client, options: &Options, url: &str, path: &Path) -> Outcome {
    let mut response = client.get(url).send().await?.error_for_status()?;
    let file = File::create(path)?;
    let mut digest = options.sha256.then(Sha256::new);
    let (begun, mut at, mut portion_ends) = (Instant::now(), 0, 0);
    while let Some(chunk) = response.chunk().await? {
        file.write_all_at(&chunk, at)?;
        if let Some(digest) = &mut digest {
            digest.update(&chunk);
        }
        at += chunk.len() as u64;
        if let Some(pace) = options.pace.filter(|_| at >= portion_ends) {
            sleep_until(begun + Duration::from_secs(1).mul_f64(at as f64 / pace as f64)).await;
            portion_ends = at + pace / PORTIONS;
        }
    }
    if let Some(digest) = digest {
        std::hint::black_box(digest.finalize());
    }
    if options.sync {
        file.sync_all()?;
    }
    Ok(())
}

async fn put(client: &Client, url: &str, path: &Path) -> Outcome {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let pieces = stream::try_unfold((file, 0), |(file, at)| async move {
        let mut piece = vec![0; PIECE];
        let count = file.read_at(&mut piece, at)?;
        piece.truncate(count);
        Ok::<_, std::io::Error>((count > 0).then_some((piece, (file, at + count as u64))))
    });
    let request = client.put(url).header("content-length", length).body(Body::wrap_stream(pieces));
    request.send().await?.error_for_status()?;
    Ok(())
}
