import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.action.admin.cluster.health.ClusterHealthResponse;
import org.opensearch.node.Node;

/**
 * Runs an OpenSearch cluster in this JVM: {@code SearchCluster FOLDER NODES}.
 *
 * <p>Standard output carries one JSON line when the cluster is green ({@code {"http": [ports]}}) and one for each command.
 * Standard input takes {@code stop N}, {@code start N} (nodes count from 1) and {@code quit}. When the input ends,
 * the cluster ends and its folder goes.
 */
public final class SearchCluster {

    private static final String MODULES = "org.opensearch.analysis.common.CommonAnalysisPlugin,org.opensearch.transport.Netty4Plugin";
    private static final String LOOPBACK = "127.0.0.1";

    private SearchCluster() {
    }

    public static void main(final String[] arguments) {
        final PrintStream answers = System.out;
        System.setOut(System.err); // the runner and its log talk on standard output, which is for answers only
        try (OpenSearchRunner runner = new OpenSearchRunner()) {
            final List<Integer> http = start(runner, arguments[0], Integer.parseInt(arguments[1]));
            answers.println("{\"http\": " + http + "}");
            obey(runner, answers);
            runner.close();
            runner.clean();
        } catch (final Exception error) {
            error.printStackTrace(); // the folder stays: the log of what went wrong is in it
            System.exit(1);
        }
        System.exit(0);
    }

    private static List<Integer> start(final OpenSearchRunner runner, final String folder, final int nodes) throws IOException {
        final List<Integer> ports = freePorts(2 * nodes);
        final List<Integer> http = ports.subList(0, nodes);
        final List<Integer> transport = ports.subList(nodes, 2 * nodes);
        final String seeds = transport.stream().map(port -> LOOPBACK + ":" + port).collect(Collectors.joining(","));
        runner.onBuild((number, settings) -> {
            settings.put("network.host", LOOPBACK);
            settings.put("http.port", http.get(number - 1));
            settings.put("transport.port", transport.get(number - 1));
            settings.put("discovery.seed_hosts", seeds);
            settings.put("cluster.initial_cluster_manager_nodes", "Node 1"); // the others join it; all three vote
            settings.put("discovery.initial_state_timeout", "0s"); // a lone node of three does not wait for the others
            settings.putList("node.roles", "cluster_manager", "data");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false); // a full disk is no test's business
        });
        runner.build(OpenSearchRunner.newConfigs().basePath(folder).numOfNode(nodes).clusterName("hub-tests")
                .moduleTypes(MODULES).disableESLogger());
        final ClusterHealthResponse health = runner.admin().cluster().prepareHealth()
                .setWaitForGreenStatus().setWaitForNodes(String.valueOf(nodes)).get();
        if (health.isTimedOut()) {
            throw new IOException("The cluster did not become green: " + health);
        }
        return http;
    }

    private static List<Integer> freePorts(final int count) throws IOException {
        final List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK)));
            }
            return held.stream().map(ServerSocket::getLocalPort).collect(Collectors.toList());
        } finally {
            for (final ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static void obey(final OpenSearchRunner runner, final PrintStream answers) throws Exception {
        final BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            final String[] words = line.trim().split(" ");
            final int number = Integer.parseInt(words[1]) - 1;
            if (words[0].equals("stop")) {
                final Node node = runner.getNode(number);
                node.close();
                node.awaitClose(30, TimeUnit.SECONDS);
            } else if (words[0].equals("start")) {
                runner.startNode(number);
            } else {
                throw new IllegalArgumentException(line);
            }
            final List<Integer> alive = IntStream.range(0, runner.getNodeSize()).filter(i -> !runner.getNode(i).isClosed())
                    .mapToObj(i -> i + 1).collect(Collectors.toList());
            answers.println("{\"alive\": " + alive + "}");
        }
    }
}
