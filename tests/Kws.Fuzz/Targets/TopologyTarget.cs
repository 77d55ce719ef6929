using System.Text;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary><c>model_size_info</c>: what was read, printed, is read again.</summary>
internal static class TopologyTarget
{
    public static void Run(byte[] input)
    {
        (Network? network, _) = Target.Attempt(input, () => DsCnn.Parse(Encoding.UTF8.GetString(input)));
        Target.Require(network is null || network.Equals(DsCnn.Parse(network.ToString())), "another topology was read again");
    }
}
