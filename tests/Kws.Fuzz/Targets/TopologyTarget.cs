using System.Text;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary><c>model_size_info</c>: what was read, printed, is read again.</summary>
internal static class TopologyTarget
{
    public static void Run(byte[] input)
    {
        (DsCnnTopology? topology, _) = Target.Attempt(input, () => DsCnnTopology.Parse(Encoding.UTF8.GetString(input)));
        Target.Require(topology is null || topology.Equals(DsCnnTopology.Parse(topology.ToString())), "another topology was read again");
    }
}
