using Degradation.Experiments;
using static System.FormattableString;

namespace Degradation.Reporting;

/// <summary>What the errors say, in sentences: nothing is said that the numbers do not.</summary>
internal static class Findings
{
    public static IEnumerable<string> Of(ExperimentResults results)
    {
        foreach (bool residual in (bool[])[false, true])
        {
            NetworkResult[] networks = [.. results.Of(residual)];
            for (int i = 1; i < networks.Length; i++)
                yield return Compare(networks[0], networks[i]);
        }
        if (results.Constructed is not { } constructed)
            yield break;
        NetworkResult shallow = results.Networks.Single(network => network.Name == constructed.ConstructedFrom);
        NetworkResult scratch = results.Of(residual: false).Single(network => network.Depth == constructed.Depth);
        yield return Invariant($"{scratch.Name} by construction, {shallow.Name} and layers that change nothing, ")
            + Invariant($"starts with a test error of {constructed.Curve[0].TestError:F2} % ")
            + Invariant($"({shallow.Name} has {shallow.TestError:F2} %) and, trained on, ends with a training error ")
            + Invariant($"of {constructed.TrainError:F2} % and a test error of {constructed.TestError:F2} %; ")
            + Invariant($"from scratch it ends with {scratch.TrainError:F2} % and {scratch.TestError:F2} %.");
    }

    private static string Compare(NetworkResult shallow, NetworkResult deep) =>
        $"{deep.Name} beside {shallow.Name}: training error {Compare(deep.TrainError, shallow.TrainError)}; "
        + $"test error {Compare(deep.TestError, shallow.TestError)}.";

    private static string Compare(double deep, double shallow) =>
        Invariant($"{deep:F2} % to {shallow:F2} %, ")
        + (deep > shallow ? "deeper is worse" : deep < shallow ? "deeper is better" : "both alike");
}
