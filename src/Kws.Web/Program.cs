using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("browser")]

namespace Kws.Web;

/// <summary>The program that the page starts. It does nothing by itself: the page calls <see cref="Listening"/>.</summary>
internal static class Program
{
    public static void Main()
    {
    }
}
