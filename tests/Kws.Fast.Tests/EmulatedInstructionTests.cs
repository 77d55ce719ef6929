extern alias Emulated;

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;

namespace Kws.Fast.Tests;

/// <summary>The emulated instructions compute what the processor's own do, wherever it has them.</summary>
public class EmulatedInstructionTests
{
    private const string Namespace = "Kws";
    private const int BytesPerParameter = 64;
    private const int MaxParameters = 4;

    private static readonly MethodInfo ReadUnaligned = typeof(Unsafe).GetMethod(nameof(Unsafe.ReadUnaligned), [typeof(void*)])!;

    private static readonly Dictionary<string, Type> Classes = typeof(Emulated::Kws.Fast.KwsClassifier).Assembly.GetTypes()
        .Where(type => type.Namespace == Namespace && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
        .ToDictionary(type => type.FullName![(Namespace.Length + 1)..]);

    public static TheoryData<string> InstructionSets => [.. Classes.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Emulated_kernels_use_no_instruction_of_the_framework()
    {
        using var file = new PEReader(File.OpenRead(typeof(Emulated::Kws.Fast.KwsClassifier).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> namespaces =
            metadata.TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Namespace));
        Assert.DoesNotContain(namespaces, name => name.StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Every_emulated_instruction_is_one_of_the_framework(string instructionSet) =>
        Assert.All(Instructions(instructionSet), instruction => Assert.NotNull(Real(instructionSet, instruction)));

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Emulated_instructions_equal_those_of_the_processor(string instructionSet)
    {
        Assert.SkipUnless(
            (bool)RealClass(instructionSet).GetProperty("IsSupported")!.GetValue(null)!, $"this processor does not have {instructionSet}");
        Gen<byte> anyByte = Gen.Choose(0, byte.MaxValue).Select(value => (byte)value);
        Gen<byte> extreme = Gen.Elements<byte>(0, 1, 0x7F, 0x80, 0xFF);
        Gen<byte[]> bytes = Gen.OneOf(
            anyByte.ArrayOf(MaxParameters * BytesPerParameter), extreme.ArrayOf(MaxParameters * BytesPerParameter));
        foreach (MethodInfo instruction in Instructions(instructionSet))
        {
            MethodInfo real = Real(instructionSet, instruction)!;
            Check.One(
                Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true),
                Prop.ForAll(bytes.ToArbitrary(), drawn =>
                {
                    (object? expected, object? actual) = Results(real, instruction, drawn);
                    return Equals(expected, actual).Label($"{instructionSet}.{instruction}: {actual}, expected {expected}");
                }));
        }
    }

    private static unsafe (object? Real, object? Emulated) Results(MethodInfo real, MethodInfo emulated, byte[] drawn)
    {
        fixed (byte* bytes = drawn)
        {
            object[] arguments = Arguments(real, bytes);
            return (real.Invoke(null, arguments), emulated.Invoke(null, arguments));
        }
    }

    private static IEnumerable<MethodInfo> Instructions(string instructionSet) => Classes[instructionSet]
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName);

    private static Type RealClass(string instructionSet)
    {
        Assembly framework = typeof(System.Runtime.Intrinsics.Vector128).Assembly;
        return framework.GetType($"System.Runtime.Intrinsics.X86.{instructionSet}")
            ?? framework.GetType($"System.Runtime.Intrinsics.Arm.{instructionSet}")
            ?? framework.GetType($"System.Runtime.Intrinsics.Wasm.{instructionSet}", throwOnError: true)!;
    }

    /// <summary>The framework's method of the same name, parameters and result; null if there is none.</summary>
    private static MethodInfo? Real(string instructionSet, MethodInfo emulated) => RealClass(instructionSet)
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .SingleOrDefault(method => method.Name == emulated.Name && method.ReturnType == emulated.ReturnType
            && method.GetParameters().Select(p => p.ParameterType).SequenceEqual(emulated.GetParameters().Select(p => p.ParameterType)));

    /// <summary>Vectors and immediates read from the bytes, 64 for each parameter; an address is that of its 64 bytes.</summary>
    private static unsafe object[] Arguments(MethodInfo method, byte* bytes) => [.. method.GetParameters().Select((parameter, index) =>
    {
        byte* own = bytes + (index * BytesPerParameter);
        if (parameter.ParameterType.IsPointer)
        {
            return Pointer.Box(own, parameter.ParameterType);
        }

        if (parameter.ParameterType == typeof(byte))
        {
            var range = parameter.GetCustomAttribute<ConstantExpectedAttribute>();
            (int min, int max) = ((byte?)range?.Min ?? 0, (byte?)range?.Max ?? byte.MaxValue);
            return (byte)(min + (*own % (max - min + 1)));
        }

        return ReadUnaligned.MakeGenericMethod(parameter.ParameterType).Invoke(null, [Pointer.Box(own, typeof(void*))])!;
    })];
}
