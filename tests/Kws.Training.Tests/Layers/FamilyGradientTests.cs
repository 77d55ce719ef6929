using Kws.Model;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests.Layers;

/// <summary>The same as <see cref="GradientTests"/> of whole networks, with thousands of weights.</summary>
public class FamilyGradientTests
{
    [Fact]
    public void Gradient_of_a_DS_CNN_is_that_of_finite_differences() =>
        new GradientExample(DsCnn.Parse("3 9 4 4 2 2 8 3 3 1 1 5 3 3 1 1")).AssertDifferences();

    [Fact]
    public void Gradient_of_a_DNN_is_that_of_finite_differences() => new GradientExample(Dnn.Create([12, 9])).AssertDifferences();
}
