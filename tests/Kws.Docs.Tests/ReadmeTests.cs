namespace Kws.Docs.Tests;

/// <summary>The code blocks of the README, of the samples and of the package readmes do what is said of them.</summary>
public class ReadmeTests
{
    /// <summary>
    /// The command that runs the tests: running it here would run this test again. CI is made of it, which is checked instead.
    /// </summary>
    private const string TestCommand = "dotnet test -c Release";

    private const string Readme = "README.md";
    private const string Samples = "samples/README.md";

    private static readonly string[] Libraries = ["Kws.Audio", "Kws.Bulk", "Kws.Fast", "Kws.Listen", "Kws.Reference", "Kws.Training"];

    private static readonly string[] Programs =
        [Readme, "nuget/Kws.Audio.md", "nuget/Kws.Bulk.md", "nuget/Kws.Fast.md", "nuget/Kws.Listen.md", "nuget/Kws.Model.md",
        "nuget/Kws.Reference.md", "nuget/Kws.Training.md"];

    [Fact(Explicit = true)]
    public void Every_shell_block_runs_and_prints_the_block_that_follows() => AssertAll("sh", [Readme, Samples], (document, block) =>
    {
        if (block.Text == TestCommand)
        {
            Assert.Contains(TestCommand, File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);
            return;
        }

        (int exitCode, string output, string errors) = Repository.Run(block.Text);

        Assert.True(exitCode == 0, errors);
        AssertPrinted(document, block, output);
    });

    [Fact(Explicit = true)]
    public void Every_csharp_block_compiles_runs_and_prints_the_block_that_follows()
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "blocks");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string document in Programs)
        {
            foreach (CodeBlock block in Blocks(document).Where(block => block.Language == "csharp"))
            {
                WriteProject(folder, document, block);
            }
        }

        // One build for all of them, which looks at the projects of the libraries once.
        WriteProject(folder, "All", "", Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories));
        (int exitCode, string output, string errors) = Repository.Run($"dotnet build -c Release '{folder}/All'");
        Assert.True(exitCode == 0, output + errors);

        AssertAll("csharp", Programs, (document, block) =>
        {
            string name = NameOf(document, block);
            (int exitCode, string output, string errors) = Repository.Run($"'{folder}/{name}/bin/Release/net10.0/{name}'");

            Assert.True(exitCode == 0, output + errors);
            AssertPrinted(document, block, output);
        });
    }

    [Fact]
    public void Readme_has_its_two_commands()
    {
        Assert.Contains(
            Blocks(Readme),
            block => block.Language == "sh" && block.Text.Contains("classify samples/recorded.txt", StringComparison.Ordinal));
        Assert.Contains(Blocks(Readme), block => block.Language == "sh" && block.Text == TestCommand);
        Assert.All(Programs, document => Assert.Contains(Blocks(document), block => block.Language == "csharp"));
    }

    [Fact]
    public void Every_sample_is_run()
    {
        string[] run = [.. Blocks(Samples).Where(block => block.Language == "sh").Select(block => Path.GetFileName(block.Text))];
        string[] files = [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(file => Path.GetFileName(file))];
        Assert.Equal(files.Order(StringComparer.Ordinal), run.Order(StringComparer.Ordinal));
    }

    private static string NameOf(string document, CodeBlock block) => $"{Path.GetFileNameWithoutExtension(document)}.Line{block.Line}";

    private static void WriteProject(string folder, string document, CodeBlock block) => WriteProject(
        folder, NameOf(document, block), block.Text, Libraries.Select(name => $"{Repository.Root}/src/{name}/{name}.csproj"));

    private static void WriteProject(string folder, string name, string program, IEnumerable<string> references)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, name, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, name, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{(program.Length > 0 ? "Exe" : "Library")}</OutputType>
                <EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>
                <RestoreLockedMode>false</RestoreLockedMode>
              </PropertyGroup>

              <ItemGroup>
                {string.Concat(references.Select(path => $"<ProjectReference Include=\"{path}\" />"))}
              </ItemGroup>
            </Project>
            """);
    }

    private static IReadOnlyList<CodeBlock> Blocks(string document) => CodeBlock.Read(Path.Combine(Repository.Root, document));

    /// <summary>Checks all blocks of a language; a failure does not hide the next one.</summary>
    private static void AssertAll(string language, string[] documents, Action<string, CodeBlock> check) => Assert.All(
        documents.SelectMany(document => Blocks(document).Where(block => block.Language == language).Select(block => (document, block))),
        item => check(item.document, item.block));

    /// <summary>If a text block follows, the output begins with it; a line "..." in it stands for the rest.</summary>
    private static void AssertPrinted(string document, CodeBlock block, string output)
    {
        CodeBlock? next = Blocks(document).SkipWhile(b => b.Line <= block.Line).FirstOrDefault();
        if (next?.Language == "text")
        {
            string[] expected = next.Text.Split('\n');
            string[] actual = output.TrimEnd('\n').Split('\n');
            bool wholly = expected[^1] != "...";
            expected = wholly ? expected : expected[..^1];
            Assert.Equal(expected, wholly ? actual : actual[..Math.Min(expected.Length, actual.Length)]);
        }
    }
}
