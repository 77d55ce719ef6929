using System.Collections;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;

namespace Kws.Testing;

/// <summary>Calls all public constructors and methods of a library with null for each parameter that does not take it.</summary>
/// <remarks>
/// Null is the default for an <see cref="ImmutableArray{T}"/> too. Left out are the members that the compiler makes for records: their
/// properties are checked by the member that takes the record.
/// </remarks>
/// <param name="samples">Objects to call methods of, and arguments for all other parameters.</param>
public sealed class NullArguments(params object[] samples)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] MadeForRecords =
        [nameof(Equals), nameof(GetHashCode), nameof(ToString), "Deconstruct", "PrintMembers", "<Clone>$"];

    /// <summary>Asserts that null is refused with an <see cref="ArgumentException"/> of the parameter's name.</summary>
    /// <param name="library">The library.</param>
    public void AssertRefusedBy(Assembly library)
    {
        var nullability = new NullabilityInfoContext();
        IEnumerable<MethodBase> members = library.GetExportedTypes()
            .Where(type => !type.IsByRefLike && !type.IsSubclassOf(typeof(Delegate)) && !type.IsSubclassOf(typeof(Exception)))
            .SelectMany(type => Constructors(type).Concat<MethodBase>(type.GetMethods(Declared)))
            .Where(member => !MadeForRecords.Contains(member.Name) && !member.Name.StartsWith("set_", StringComparison.Ordinal)
                && !member.Name.StartsWith("op_", StringComparison.Ordinal));
        string[] faults =
        [
            .. from member in members
               from parameter in member.GetParameters()
               where TakesNoNull(parameter, nullability)
               let fault = FaultOf(member, parameter)
               where fault is not null
               select $"{member.DeclaringType!.Name}.{member.Name}({parameter.Name}): {fault}",
        ];
        if (faults.Length > 0)
        {
            throw new InvalidOperationException(string.Join('\n', faults));
        }
    }

    private static ConstructorInfo[] Constructors(Type type) =>
        type.IsAbstract || type.GetMethod("Deconstruct") is not null ? [] : type.GetConstructors(Declared);

    private static bool TakesNoNull(ParameterInfo parameter, NullabilityInfoContext nullability) => parameter.ParameterType.IsValueType
        ? IsImmutableArray(parameter.ParameterType)
        : !parameter.ParameterType.IsByRef && nullability.Create(parameter).WriteState == NullabilityState.NotNull;

    private static bool IsImmutableArray(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    private string? FaultOf(MethodBase member, ParameterInfo parameter)
    {
        try
        {
            // Unlike reflection, an expression can pass spans.
            Expression[] arguments = [.. member.GetParameters().Select(
                other => other == parameter ? Expression.Default(other.ParameterType) : Sample(other.ParameterType, other))];
            Expression call = member is ConstructorInfo constructor
                ? Expression.New(constructor, arguments)
                : Expression.Call(member.IsStatic ? null : Sample(member.DeclaringType!), (MethodInfo)member, arguments);
            Wait(Expression.Lambda<Func<object?>>(AsObject(call)).Compile()());
            return "accepted";
        }
        catch (ArgumentException e) when (e.ParamName == parameter.Name)
        {
            return null;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";
        }
    }

    private static Expression AsObject(Expression call) => call.Type == typeof(void)
        ? Expression.Block(call, Expression.Constant(null))
        : Expression.Convert(call, typeof(object));

    private static void Wait(object? result)
    {
        if (result is Task task)
        {
            task.GetAwaiter().GetResult();
        }
    }

    private Expression Sample(Type type, ParameterInfo? parameter = null)
    {
        if (parameter is { HasDefaultValue: true, DefaultValue: { } value } && type.IsInstanceOfType(value))
        {
            return Expression.Constant(value, type);
        }

        if (samples.FirstOrDefault(type.IsInstanceOfType) is { } sample)
        {
            return Expression.Constant(sample, type);
        }

        return type == typeof(string) ? Expression.Constant("a")
            : type == typeof(int) ? Expression.Constant(1)
            : type.IsSubclassOf(typeof(Delegate)) ? NoWork(type)
            : type.IsValueType || parameter is { HasDefaultValue: true } ? Expression.Default(type)
            : type.IsArray ? Expression.NewArrayInit(type.GetElementType()!)
            : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable))
                ? Expression.NewArrayInit(type.GetGenericArguments()[0])
            : throw new InvalidOperationException($"there is no sample of {type}");
    }

    private static LambdaExpression NoWork(Type type)
    {
        MethodInfo invoke = type.GetMethod("Invoke")!;
        return Expression.Lambda(
            type, Expression.Default(invoke.ReturnType), invoke.GetParameters().Select(one => Expression.Parameter(one.ParameterType)));
    }
}
