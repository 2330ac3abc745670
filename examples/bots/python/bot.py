# A bot with nothing but Python: python3 examples/bots/python/bot.py
import base64, hmac, json, os, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["BATON_BOT_SECRET"].removeprefix("whsec_"), validate=True)
assert SECRET, "BATON_BOT_SECRET is empty: copy it from the bot's settings in Baton"

def is_signed(headers, body):
    at = headers.get("webhook-timestamp", "")
    if not at.isdecimal() or abs(time.time() - int(at)) > 300: return False
    signed = f"{headers.get('webhook-id')}.{at}.".encode() + body
    own = b"v1," + base64.b64encode(hmac.digest(SECRET, signed, "sha256"))
    return any(hmac.compare_digest(own, one.encode()) for one in headers.get("webhook-signature", "").split())

def answer(told):
    if told["type"] != "turn.requested": return {}  # news: a person took over, or gave back
    latest = " ".join(one["text"] for one in told["messages"] if one["seq"] in told["input"])
    if "person" in latest: return {"messages": ["I am asking a colleague."], "handoff": {"reason": "Asked"}}
    return {"messages": [f"You said: {latest}"] if latest else []}

class Bot(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try: status, said = (200, answer(json.loads(body))) if is_signed(self.headers, body) else (401, {})
        except (ValueError, KeyError, TypeError): status, said = 400, {}
        self.send_response(status), self.send_header("content-type", "application/json"), self.end_headers()
        self.wfile.write(json.dumps(said).encode())

ThreadingHTTPServer(("", int(os.environ.get("PORT", 8787))), Bot).serve_forever()
