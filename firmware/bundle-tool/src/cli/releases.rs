//! `build` and `publish`: from a bundle's folder to a release in the tree.

use std::path::Path;

use ferrule_bundle_tool::units::show_number;
use ferrule_bundle_tool::{BODY_FILE, Build, Change, Plan, SIGNED_FILE, Summary, ToolError, Tree, publish};

use super::line::{Line, Verb};
use super::{announce, expires, issued, progress, secret_keys};

pub(super) const BUILD: Verb = Verb {
    name: "build",
    about: "make an unsigned release and its chunks from a bundle's folder",
    help: "\
Usage: ferrule-bundle build DIR --plan release.toml --out STAGING [OPTIONS]

Makes STAGING/release.json, to be signed with `sign --role release`, and the chunks that the tree does not have yet.
The bundle is opened with the device's own code first; links, hidden files and what is too large are errors.
  --plan FILE       for whom, by when and how far releases are meant (see the README)
  --out STAGING     a folder for this release alone
  --tree TREE       what is published already, to number the release and to stage only new chunks
  --number N        the release's number [the tree's highest and 1; 1 without a tree]
  --issued SECONDS  since 1970 [now]; waves are counted from here
",
    values: &["DIR"],
    options: &["plan", "out", "tree", "number", "issued"],
    flags: &[],
    run: build,
};

fn build(line: &Line) -> Result<String, ToolError> {
    let plan = Plan::read(Path::new(line.required("plan")?))?;
    let out = Path::new(line.required("out")?);
    let tree = line.one("tree")?.map(|dir| Tree::new(Path::new(dir)));
    let newest = tree.as_ref().map(Tree::newest_release).transpose()?.flatten();
    let number = line.number("number")?.unwrap_or(newest.unwrap_or(0) + 1);
    let bundle = Path::new(line.value(0));
    let build = Build { bundle, plan: &plan, number, issued: issued(line)?, out, tree: tree.as_ref() };
    let summary = build.run(&mut progress)?;
    let body = out.join(BODY_FILE);
    Ok(format!(
        "{}{1}; sign it: ferrule-bundle sign {1} --role release --key FILE\n",
        describe(&summary),
        body.display()
    ))
}

fn describe(summary: &Summary) -> String {
    let number = |number: usize| show_number(number as u64);
    let percent = (summary.stored_bytes * 100).checked_div(summary.content_bytes).unwrap_or(100);
    let mut text = format!("release {} ({}) of {}\n", summary.number, summary.version, summary.product);
    text +=
        &format!("  files       {:>7}  {:>12} bytes\n", number(summary.files), show_number(summary.bytes));
    text += &format!(
        "  chunks      {:>7}  {:>12} bytes as stored, {percent} % of their content\n",
        number(summary.chunks),
        show_number(summary.stored_bytes)
    );
    text += &format!(
        "  new chunks  {:>7}  {:>12} bytes\n",
        number(summary.new_chunks),
        show_number(summary.new_bytes)
    );
    if let Some(update) = summary.update {
        text += &format!(
            "  download    {:>7}  {:>12} bytes for a device with release {}\n",
            number(update.chunks),
            show_number(update.bytes),
            update.from
        );
    }
    text
}

pub(super) const PUBLISH: Verb = Verb {
    name: "publish",
    about: "check a signed release as devices will, and move it into the tree",
    help: "\
Usage: ferrule-bundle publish STAGING TREE [--key FILE.key...] [--expires SPAN] [--issued SECONDS]

Checks STAGING/release.signed and its chunks with the device's own code and moves them into the tree, the release last: who
downloads meanwhile never sees half of it. Devices hear of it from the next timestamp; with the timestamp keys (--key) that
one is made, signed and published at once, as `timestamp TREE --release N --key FILE.key` does.
",
    values: &["STAGING", "TREE"],
    options: &["key", "expires", "issued"],
    flags: &[],
    run: run_publish,
};

fn run_publish(line: &Line) -> Result<String, ToolError> {
    let (staging, tree) = (Path::new(line.value(0)), Tree::new(Path::new(line.value(1))));
    let published = publish(&tree, staging, &mut progress)?;
    let number = published.number;
    let mut text = format!(
        "release {number} is in {}: {} new chunks, {} bytes\n",
        tree.release_path(number).display(),
        published.chunks,
        show_number(published.bytes)
    );
    let keys = secret_keys(line)?;
    if keys.is_empty() {
        text +=
            &format!("announce it: ferrule-bundle timestamp {} --release {number}\n", tree.dir().display());
    } else {
        let seconds = expires(line, announce::TIMESTAMP_SECONDS)?;
        text += &announce::sign_and_install(&tree, Change::Release(number), issued(line)?, seconds, &keys)?;
        text += &format!("{} can be removed\n", staging.join(SIGNED_FILE).with_file_name("").display());
    }
    Ok(text)
}
