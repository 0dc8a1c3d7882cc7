using Degradation.Experiments;
using static System.FormattableString;

namespace Degradation.Reporting;

/// <summary>Describes the errors in sentences derived from the numbers.</summary>
internal static class Findings
{
    public static IEnumerable<string> Describe(ExperimentResults results)
    {
        foreach (bool residual in (bool[])[false, true])
        {
            NetworkResult[] networks = [.. results.FromScratch(residual)];
            for (int i = 1; i < networks.Length; i++)
                yield return Compare(networks[0], networks[i]);
        }
        if (results.Constructed is not { } constructed)
            yield break;
        NetworkResult shallow = results.Networks.Single(network => network.Name == constructed.ConstructedFrom);
        NetworkResult scratch = results.FromScratch(residual: false).Single(network => network.Depth == constructed.Depth);
        yield return Invariant($"{scratch.Name} constructed from {shallow.Name} and identity layers ")
            + Invariant($"starts with a test error of {constructed.Curve[0].TestError:F2} % ")
            + Invariant($"({shallow.Name}: {shallow.TestError:F2} %). After further training it has a training error ")
            + Invariant($"of {constructed.TrainError:F2} % and a test error of {constructed.TestError:F2} %; ")
            + Invariant($"from scratch it has {scratch.TrainError:F2} % and {scratch.TestError:F2} %.");
    }

    private static string Compare(NetworkResult shallow, NetworkResult deep) =>
        $"{deep.Name} against {shallow.Name}: training error {Compare(deep.TrainError, shallow.TrainError)}; "
        + $"test error {Compare(deep.TestError, shallow.TestError)}.";

    private static string Compare(double deep, double shallow) =>
        Invariant($"{deep:F2} % against {shallow:F2} %, ")
        + (deep > shallow ? "deeper is worse" : deep < shallow ? "deeper is better" : "equal");
}
