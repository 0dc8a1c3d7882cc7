using System.Numerics;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// The principal components of a training set's colors, each scaled to the standard deviation along it.
/// </summary>
internal sealed class PrincipalColors
{
    private const int Channels = 3;
    private const int MostSweeps = 30; // converges in three or four

    private readonly Vector3[] _components = new Vector3[Channels];

    /// <param name="covariance">Symmetric 3x3 covariance of the channels.</param>
    public PrincipalColors(double[,] covariance)
    {
        double[,] a = (double[,])covariance.Clone();
        double[,] vectors = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            for (int p = 0; p < Channels; p++)
            {
                for (int q = p + 1; q < Channels; q++)
                    Rotate(a, vectors, p, q);
            }
        }
        for (int i = 0; i < Channels; i++)
        {
            var direction = new Vector3((float)vectors[0, i], (float)vectors[1, i], (float)vectors[2, i]);
            _components[i] = direction * (float)Math.Sqrt(Math.Max(0, a[i, i]));
        }
    }

    /// <summary>The linear combination of the components with these factors.</summary>
    public Vector3 Mix(float first, float second, float third) =>
        _components[0] * first + _components[1] * second + _components[2] * third;

    // Jacobi rotation that zeroes a[p, q].
    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < Channels; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (int k = 0; k < Channels; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        for (int k = 0; k < Channels; k++)
        {
            (vectors[k, p], vectors[k, q]) =
                (c * vectors[k, p] - s * vectors[k, q], s * vectors[k, p] + c * vectors[k, q]);
        }
    }
}
