using Degradation.Experiments;

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
        yield return FormattableString.Invariant(
            $"{scratch.Name} by construction, {shallow.Name} and layers that change nothing, starts with a test error of {constructed.Curve[0].TestError:F2} % ({shallow.Name} has {shallow.TestError:F2} %) and, trained on, ends with a training error of {constructed.TrainError:F2} % and a test error of {constructed.TestError:F2} %; from scratch it ends with {scratch.TrainError:F2} % and {scratch.TestError:F2} %.");
    }

    private static string Compare(NetworkResult shallow, NetworkResult deep) => FormattableString.Invariant(
        $"{deep.Name} beside {shallow.Name}: training error {deep.TrainError:F2} % to {shallow.TrainError:F2} %, {Verdict(deep.TrainError, shallow.TrainError)}; test error {deep.TestError:F2} % to {shallow.TestError:F2} %, {Verdict(deep.TestError, shallow.TestError)}.");

    private static string Verdict(double deep, double shallow) =>
        deep > shallow ? "deeper is worse" : deep < shallow ? "deeper is better" : "both alike";
}
