//! The names that files get.

use anyhow::Result;
use haul_testkit::{OriginScript, Resource};

use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn bd44_the_server_suggests_a_name_in_any_of_its_ways() -> Result<()> {
    let said = |line: &str| Resource::new("x").content_disposition(line);
    let routes = |script: OriginScript| {
        script
            .at("/dir/token", said("attachment; filename=token.txt"))
            .at("/dir/quoted", said("attachment; filename=\"with some spaces.txt\""))
            .at("/dir/upper", said("attachment; filename*=UTF-8''%e2%82%ac%20rates.txt"))
            .at("/dir/lower", said("attachment; filename*=utf-8''n%C3%A4me.txt"))
            .at("/dir/both", said("attachment; filename=\"plain.txt\"; filename*=UTF-8''preferred.txt"))
            .at("/dir/none%20given.txt", Resource::new("x"))
    };
    let scene = Scene::with(routes, |builder| builder).await?;
    for (path, name) in [
        ("/dir/token", "token.txt"),
        ("/dir/quoted", "with some spaces.txt"),
        ("/dir/upper", "€ rates.txt"),
        ("/dir/lower", "näme.txt"),
        ("/dir/both", "preferred.txt"),
        ("/dir/none%20given.txt", "none given.txt"),
    ] {
        assert_eq!(scene.haul.download(scene.task(path, "?")).await.file()?, scene.file(name));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn bd45_a_taken_name_is_counted_on() -> Result<()> {
    let scene = Scene::new().await?;
    for name in ["X.txt", "X (1).txt", "X (2).txt"] {
        assert_eq!(scene.haul.download(scene.task("/files/small", "X.txt")).await.file()?, scene.file(name));
    }
    Ok(())
}
