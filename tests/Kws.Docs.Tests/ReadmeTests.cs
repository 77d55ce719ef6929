namespace Kws.Docs.Tests;

/// <summary>The code blocks of the README do what the README says.</summary>
public class ReadmeTests
{
    /// <summary>The command that runs the tests: running it here would run this test again. CI is made of it, which is checked instead.</summary>
    private const string TestCommand = "dotnet test -c Release";

    private static readonly string Readme = Path.Combine(Repository.Root, "README.md");
    private static readonly IReadOnlyList<CodeBlock> Blocks = CodeBlock.Read(Readme);

    public static TheoryData<int> ShellBlocks => Lines("sh");

    public static TheoryData<int> CSharpBlocks => Lines("csharp");

    [Theory]
    [MemberData(nameof(ShellBlocks))]
    public void Shell_block_runs_and_prints_the_block_that_follows(int line)
    {
        CodeBlock block = Blocks.Single(b => b.Line == line);
        if (block.Text == TestCommand)
        {
            Assert.Contains(TestCommand, File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);
            return;
        }

        (int exitCode, string output, string errors) = Repository.Run(block.Text);

        Assert.True(exitCode == 0, errors);
        AssertPrinted(block, output);
    }

    [Theory]
    [MemberData(nameof(CSharpBlocks))]
    public void CSharp_block_compiles_runs_and_prints_the_block_that_follows(int line)
    {
        CodeBlock block = Blocks.Single(b => b.Line == line);
        string folder = Path.Combine(Repository.Root, "artifacts", $"readme-{line}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), block.Text);
        File.WriteAllText(Path.Combine(folder, "Readme.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>
              </PropertyGroup>

              <ItemGroup>
                <ProjectReference Include="../../src/Kws.Fast/Kws.Fast.csproj" />
              </ItemGroup>
            </Project>
            """);

        (int exitCode, string output, string errors) = Repository.Run($"dotnet run -c Release --project '{folder}'");

        Assert.True(exitCode == 0, output + errors);
        AssertPrinted(block, output);
    }

    [Fact]
    public void Readme_has_its_two_commands_and_stays_short()
    {
        Assert.Contains(Blocks, block => block.Language == "sh" && block.Text.Contains("classify samples/recorded.txt", StringComparison.Ordinal));
        Assert.Contains(Blocks, block => block.Language == "sh" && block.Text == TestCommand);
        Assert.NotEmpty(CSharpBlocks);
        Assert.InRange(new FileInfo(Readme).Length, 1, 15 * 1024);
    }

    private static TheoryData<int> Lines(string language) => [.. Blocks.Where(block => block.Language == language).Select(block => block.Line)];

    /// <summary>If a text block follows, the output begins with it; a line "..." in it stands for the rest.</summary>
    private static void AssertPrinted(CodeBlock block, string output)
    {
        int next = Blocks.ToList().IndexOf(block) + 1;
        if (next < Blocks.Count && Blocks[next].Language == "text")
        {
            string[] expected = Blocks[next].Text.Split('\n');
            string[] actual = output.TrimEnd('\n').Split('\n');
            bool wholly = expected[^1] != "...";
            expected = wholly ? expected : expected[..^1];
            Assert.Equal(expected, wholly ? actual : actual[..Math.Min(expected.Length, actual.Length)]);
        }
    }
}
