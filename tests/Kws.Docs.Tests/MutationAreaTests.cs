using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kws.Docs.Tests;

/// <summary>The areas of <c>tests/mutate</c>, which CI does not run.</summary>
public class MutationAreaTests
{
    public static TheoryData<string> Areas =>
        [.. Documents.EndingIn(".json").Where(file => file.StartsWith("tests/mutation/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_file_that_an_area_names_exists(string area)
    {
        string[] files = [.. Documents.EndingIn(".cs")];
        foreach (JsonElement part in JsonDocument.Parse(Documents.Read(area)).RootElement.EnumerateArray())
        {
            string[] code = [.. part.GetProperty("files").EnumerateArray().Select(file => $"src/{Text("project")}/{file}")];
            string[] tests = [.. Text("testFiles").Split(';').Select(file => $"tests/{Text("testProject")}/{file}")];
            Assert.All(code.Concat(tests), pattern => Assert.Contains(files, Pattern(pattern).IsMatch));

            string Text(string name) => part.GetProperty(name).GetString()!;
        }
    }

    /// <summary>Two stars stand for any folders, one for a part of a name.</summary>
    private static Regex Pattern(string glob) =>
        new($"^{Regex.Escape(glob).Replace(@"\*\*/", "(.*/)?").Replace(@"\*", "[^/]*")}$");
}
